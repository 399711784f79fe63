using Infra;
using Pulumi;

return await Deployment.RunAsync(async () =>
{
    var names = new Names(Deployment.Instance.ProjectName, Deployment.Instance.StackName);
    var settings = Settings.Read(new Pulumi.Config().Get, names, Deployment.Instance.RootDirectory);

    return new Pipeline(settings, names, await AwsAccount.DiscoverAsync()).Outputs;
});
