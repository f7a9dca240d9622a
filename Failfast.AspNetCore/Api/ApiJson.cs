using System.Text.Json;
using System.Text.Json.Serialization;
using Failfast.Api.Resources;

namespace Failfast.Api;

/// <summary>How the API writes and reads JSON, whatever the app does elsewhere.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BreakerListResource))]
[JsonSerializable(typeof(BreakerResource))]
[JsonSerializable(typeof(BreakerChangeResource))]
[JsonSerializable(typeof(SettingsResource))]
[JsonSerializable(typeof(SettingValues))]
[JsonSerializable(typeof(CommandResource))]
[JsonSerializable(typeof(OutcomeResource))]
[JsonSerializable(typeof(FamilyResource))]
[JsonSerializable(typeof(SessionResource))]
[JsonSerializable(typeof(SignInResource))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
internal sealed partial class ApiJson : JsonSerializerContext;
