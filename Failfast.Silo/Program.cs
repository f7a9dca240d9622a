using Failfast.Silo;

return HealthCheck.Url(args) is { } url ? await HealthCheck.Run(url) : await PlainHost.Run(args);
