using System.Text.Json.Serialization;

namespace KlingMcp.Cli;

/// <summary>What <c>doctor</c> found out. <see langword="null"/> means absent.</summary>
internal sealed record DoctorReport
{
    /// <summary>Nothing was found that must be changed.</summary>
    public bool Ok => Findings.Count == 0;

    public required string Version { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    /// <summary>How the checked program is started.</summary>
    public required string StartedAs { get; init; }

    /// <summary>The host's file that was read, with <c>--host</c>.</summary>
    public string? File { get; init; }

    /// <summary>The name of the entry in it.</summary>
    public string? Entry { get; init; }

    public bool? Sandbox { get; init; }

    /// <summary>The variables that are set; keys without their values.</summary>
    public required IReadOnlyList<ShownVariable> Variables { get; init; }

    public IReadOnlyList<CheckedProvider> Providers { get; init; } = [];

    /// <summary>What cannot be checked from here.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>A variable as it may be shown.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">The value; <see langword="null"/> for one that is not shown.</param>
internal sealed record ShownVariable(string Name, string? Value);

/// <summary>A provider as <c>doctor</c> saw it. <see langword="null"/> means absent.</summary>
internal sealed record CheckedProvider
{
    public required string Provider { get; init; }

    /// <summary>The variables of the key.</summary>
    public required string Variable { get; init; }

    public required bool Configured { get; init; }

    /// <summary><c>accepted</c>, <c>refused</c> or <c>unknown</c>.</summary>
    public string? Key { get; init; }

    /// <summary>The base address that was asked.</summary>
    public string? Address { get; init; }

    /// <summary>The status of the provider's answer; <see langword="null"/> if it did not answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>What the account has left, with its unit; <see langword="null"/> where the provider does not tell it.</summary>
    public string? Balance { get; init; }

    /// <summary>RFC 3339, UTC: when that was so.</summary>
    public string? AsOf { get; init; }

    /// <summary>How many seconds the provider's clock is ahead of this machine's.</summary>
    public int? ClockAheadSeconds { get; init; }
}

/// <summary>Writes the report: snake_case, without members that are null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
