using Microsoft.Extensions.Options;

namespace Failfast.Security;

internal sealed class ApiKeyOptionsValidator : IValidateOptions<FailfastApiKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, FailfastApiKeyOptions options) =>
        options.Errors().ToList() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}
