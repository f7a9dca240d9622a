using Azure.Core;
using Azure.Data.Tables;
using Orleans.Storage;

namespace Failfast.AzureTables;

/// <summary>
/// Where grain state is kept in Azure Table Storage, and in which form. One way in is needed: <see cref="ConnectionString"/>,
/// <see cref="ServiceUri"/> or <see cref="TableServiceClient"/>.
/// </summary>
public sealed class FailfastAzureTableStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>The table that Orleans' own provider uses: <c>OrleansGrainState</c>.</summary>
    public const string DefaultTableName = "OrleansGrainState";

    /// <summary>The stage at which the table is created: <see cref="ServiceLifecycleStage.ApplicationServices"/>.</summary>
    public const int DefaultInitStage = ServiceLifecycleStage.ApplicationServices;

    /// <summary>Account, key and endpoint in one. Checked for its form at start.</summary>
    /// <value>Default: null.</value>
    [Redact]
    public string? ConnectionString { get; set; }

    /// <summary>The table endpoint, for <see cref="TokenCredential"/>, or with a shared access signature in its query.</summary>
    /// <value>Default: null.</value>
    [Redact]
    public Uri? ServiceUri { get; set; }

    /// <summary>Who asks, when <see cref="ServiceUri"/> has no signature. Needs <c>https</c>.</summary>
    /// <value>Default: null.</value>
    [Redact]
    public TokenCredential? TokenCredential { get; set; }

    /// <summary>
    /// A client made elsewhere. It keeps its own time-outs and retries, and those retries can't be seen from here: a write that
    /// succeeded on its first try and was refused on its second is then reported as a conflict, as by Orleans' own provider.
    /// </summary>
    /// <value>Default: null.</value>
    [Redact]
    public TableServiceClient? TableServiceClient { get; set; }

    /// <summary>How the client made from <see cref="ConnectionString"/> or <see cref="ServiceUri"/> times out and tries again.</summary>
    /// <value>Default: null, for up to 3 retries, 0.2 s to 2 s apart, of 10 s each.</value>
    public TableClientOptions? ClientOptions { get; set; }

    /// <summary>The table: 3 to 63 ASCII letters and digits, a letter first. Created if missing.</summary>
    /// <value>Default: <see cref="DefaultTableName"/>.</value>
    public string TableName { get; set; } = DefaultTableName;

    /// <summary>Whether clearing a state deletes its row; if not, an empty row stays.</summary>
    /// <value>Default: true, other than with Orleans' own provider: a breaker that is well again should leave nothing behind.</value>
    public bool DeleteStateOnClear { get; set; } = true;

    /// <summary>Whether data is written as text (<c>StringData</c>) rather than bytes (<c>Data</c>). Either is read.</summary>
    /// <value>Default: false.</value>
    public bool UseStringFormat { get; set; }

    /// <summary>When, in the start of the silo, the table is created.</summary>
    /// <value>Default: <see cref="DefaultInitStage"/>.</value>
    public int InitStage { get; set; } = DefaultInitStage;

    /// <summary>How state becomes bytes.</summary>
    /// <value>Default: the serializer registered under the provider's name, else Orleans' default (JSON).</value>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
