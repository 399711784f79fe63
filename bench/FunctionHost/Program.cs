using Amazon.Lambda.RuntimeSupport;

// What Lambda's image starts: the runtime's loop around the handler of that name.
await new RuntimeSupportInitializer(args[0]).RunLambdaBootstrap();
