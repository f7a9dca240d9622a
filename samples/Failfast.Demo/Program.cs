using Failfast.Demo;

return args is [ChildHost.Mark, .. var place]
    ? await DemoChild.Run(place, TimeProvider.System)
    : await DemoApp.Run(args, options => DemoRun.Start(options, TimeProvider.System), Console.Error);
