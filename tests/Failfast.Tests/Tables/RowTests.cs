using System.Text;
using Azure.Data.Tables;
using Failfast.AzureTables;

namespace Failfast.Tests.Tables;

/// <summary>What the rows look like, to Orleans' own provider and to this one.</summary>
[Collection(SharedAzuriteTests.Name)]
public sealed class RowTests(SharedAzurite azurite)
{
    private readonly string _table = azurite.NewTable();

    [Fact]
    public async Task Write_small_state_is_a_row_in_the_layout_of_the_orleans_provider()
    {
        using var rows = Rows();

        var written = await rows.Write(@"a/b\c#d?e", "hello");

        // Keys: service id, grain id and state name, with what the service forbids replaced.
        TableEntity row = await rows.Table.GetEntityAsync<TableEntity>("test service_test_a_b_c_d_e", "state");
        Assert.Equal(["Data"], Properties(row));
        Assert.Equal("\"hello\"", Encoding.UTF8.GetString(row.GetBinary("Data")));
        Assert.Equal(row.ETag.ToString(), written.ETag);
        Assert.True(written.RecordExists);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData((64 * 1024) - 2, 1)]
    [InlineData((64 * 1024) - 1, 2)]
    [InlineData((15 * 64 * 1024) - 2, 15)]
    public async Task Write_large_state_is_cut_into_chunks_of_64_KiB(int length, int chunks)
    {
        using var rows = Rows();
        var text = new string('x', length);

        await rows.Write("large", text);

        var row = await Row(rows, "large");
        Assert.Equal(["Data", .. Enumerable.Range(1, chunks - 1).Select(n => $"Data{n}")], Properties(row));
        Assert.Equal(text, (await rows.Read("large")).State);
    }

    [Fact]
    public async Task Write_state_too_large_for_a_row_says_how_large_and_of_whom()
    {
        using var rows = Rows();

        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => rows.Write("huge", new string('x', (15 * 64 * 1024) - 1)));

        Assert.Contains("983041 bytes, 983040 fit", refused.Message, StringComparison.Ordinal);
        Assert.Contains("test service_test_huge", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("naïve Ünïcode – 断路器 – 🔌")]
    [InlineData("quotes ' \" and \0 controls \r\n\t")]
    public async Task Write_unicode_comes_back_in_either_format(string text)
    {
        using var bytes = Rows();
        using var strings = Rows(options => options.UseStringFormat = true);

        await bytes.Write("bytes", text);
        await strings.Write("text", text);

        Assert.Equal(text, (await strings.Read("bytes")).State);
        Assert.Equal(text, (await bytes.Read("text")).State);
    }

    [Fact]
    public async Task Write_as_text_cuts_at_32_Ki_characters_and_never_through_a_pair()
    {
        using var rows = Rows(options => options.UseStringFormat = true);
        // With its quote the first chunk would end in the middle of a plug.
        var text = string.Concat(Enumerable.Repeat("🔌", 40_000));

        await rows.Write("plugs", text);

        var row = await Row(rows, "plugs");
        Assert.Equal(["StringData", "StringData1", "StringData2"], Properties(row));
        Assert.Equal((32 * 1024) - 1, row.GetString("StringData").Length);
        Assert.Equal(text, (await rows.Read("plugs")).State);
    }

    [Fact]
    public async Task Write_as_text_too_long_is_refused_rather_than_cut_off()
    {
        using var rows = Rows(options => options.UseStringFormat = true);

        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => rows.Write("long", new string('x', 15 * 32 * 1024)));

        Assert.Contains("491522 characters, 491520 fit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_other_format_leaves_nothing_of_the_first()
    {
        using var bytes = Rows();
        using var strings = Rows(options => options.UseStringFormat = true);
        var first = await bytes.Write("both", new string('x', 100_000));

        await strings.Write("both", "short", first.ETag);

        Assert.Equal(["StringData"], Properties(await Row(bytes, "both")));
        Assert.Equal("short", (await bytes.Read("both")).State);
    }

    [Fact]
    public async Task Read_data_as_text_is_taken_for_base64()
    {
        using var rows = Rows();
        await rows.Table.CreateIfNotExistsAsync();
        await rows.Table.AddEntityAsync(new TableEntity("test service_test_untyped", "state")
        {
            ["Data"] = Convert.ToBase64String("\"he"u8), ["Data1"] = Convert.ToBase64String("llo\""u8),
        });

        Assert.Equal("hello", (await rows.Read("untyped")).State);
    }

    [Fact]
    public async Task Read_row_without_data_is_no_record_and_has_an_etag()
    {
        using var rows = Rows(options => options.DeleteStateOnClear = false);
        var state = await rows.Write("cleared", "something");
        await rows.Storage.ClearStateAsync("state", TestRows.Grain("cleared"), state);

        var read = await rows.Read("cleared");

        Assert.Empty(Properties(await Row(rows, "cleared")));
        Assert.False(read.RecordExists);
        Assert.Equal(state.ETag, read.ETag);
        await rows.Write("cleared", "again", read.ETag);
        Assert.Equal("again", (await rows.Read("cleared")).State);
    }

    [Fact]
    public async Task Read_damaged_row_names_it_and_gives_its_etag()
    {
        using var rows = Rows();
        await rows.Table.CreateIfNotExistsAsync();
        await rows.Table.AddEntityAsync(new TableEntity("test service_test_damaged", "state") { ["Data"] = "{ not json"u8.ToArray() });
        var state = new GrainState<string>();

        var error = await Assert.ThrowsAsync<UnreadableRowException>(
            () => rows.Storage.ReadStateAsync("state", TestRows.Grain("damaged"), state));

        Assert.Contains("test service_test_damaged / state", error.Message, StringComparison.Ordinal);
        Assert.Contains(_table, error.Message, StringComparison.Ordinal);
        await rows.Write("damaged", "mended", state.ETag);
        Assert.Equal("mended", (await rows.Read("damaged")).State);
    }

    [Fact]
    public async Task Write_key_too_long_for_a_row_is_refused()
    {
        using var rows = Rows();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => rows.Write(new string('k', 1100), "x"));

        Assert.Contains("1023 are allowed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_table_deleted_meanwhile_is_created_again()
    {
        using var rows = Rows();
        await rows.Write("one", "x");
        await rows.Table.DeleteAsync();

        Assert.False((await rows.Read("one")).RecordExists);
        await rows.Write("two", "x");

        Assert.True((await rows.Read("two")).RecordExists);
    }

    private TestRows Rows(Action<FailfastAzureTableStorageOptions>? configure = null) =>
        new(azurite.Server.ConnectionString, _table, configure);

    private static async Task<TableEntity> Row(TestRows rows, string key) =>
        await rows.Table.GetEntityAsync<TableEntity>($"test service_test_{key}", "state");

    private static IEnumerable<string> Properties(TableEntity row) =>
        row.Keys.Except(["PartitionKey", "RowKey", "Timestamp", "odata.etag"]).OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal);
}
