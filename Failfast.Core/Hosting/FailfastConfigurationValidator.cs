using Microsoft.Extensions.Options;

namespace Failfast.Hosting;

/// <summary>Keeps Orleans from starting with invalid options.</summary>
internal sealed class FailfastConfigurationValidator(IOptions<FailfastOptions> options) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        try
        {
            _ = options.Value;
        }
        catch (OptionsValidationException failed)
        {
            throw new OrleansConfigurationException(
                $"The Failfast options are refused: {string.Join(" ", failed.Failures)}", failed);
        }
    }
}
