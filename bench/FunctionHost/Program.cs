using Amazon.Lambda.RuntimeSupport;

// The program that Lambda's image starts: the runtime's loop around the handler of that name.
await new RuntimeSupportInitializer(args[0]).RunLambdaBootstrap();
