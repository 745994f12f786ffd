using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tools;

/// <summary>
/// The arguments of a call, checked before anything is sent. <c>null</c> and <c>""</c> count as absent for an optional one.
/// </summary>
internal sealed class Arguments
{
    private readonly IDictionary<string, JsonElement> values;

    /// <param name="values">
    /// As they came; <see langword="null"/> for none. Arguments that no tool has are ignored: some hosts add their own.
    /// </param>
    /// <param name="declared">The arguments that the tool has.</param>
    /// <param name="tools">All tools of the server.</param>
    /// <exception cref="ArgumentFault">An argument is misspelled, or one of another tool.</exception>
    public Arguments(IDictionary<string, JsonElement>? values, IReadOnlyList<ToolArgument> declared, IEnumerable<Tool> tools)
    {
        this.values = values ?? new Dictionary<string, JsonElement>();
        string[] known = [.. declared.Select(static a => a.Name)];
        foreach (var name in this.values.Keys)
            if (ArgumentNames.RefusalOf(name, known, tools) is { } refused) throw refused;
    }

    /// <summary>The required id: a string, or a whole number, whose digits are taken as written.</summary>
    public string TaskId() => IdOf(Required(ToolArgument.TaskId), ToolArgument.TaskId.Name);

    /// <summary>
    /// The required ids: a list, a list as JSON text, or text with several ids. One that cannot be an id is refused by itself.
    /// </summary>
    public IReadOnlyList<AskedTask> TaskIds()
    {
        var name = ToolArgument.TaskIds.Name;
        var value = Required(ToolArgument.TaskIds);
        if (value.ValueKind is JsonValueKind.String) value = ArgumentText.ReadList(StringOf(value, name));
        if (value.ValueKind is not JsonValueKind.Array)
            throw new ArgumentFault($"{name} must be an array of strings, not {Word(value)}", "Give [\"ID\", \"ID\"].");
        if (value.GetArrayLength() is 0 or > ToolArgument.MaxTasks)
            throw new ArgumentFault($"{name} has {value.GetArrayLength()} entries", $"Give 1 to {ToolArgument.MaxTasks} ids in one call.");

        return [.. value.EnumerateArray().Select(entry => Entry(entry, name))];
    }

    /// <summary>The provider's name; <see langword="null"/> when absent.</summary>
    public string? Provider() => Text(ToolArgument.Provider.Name);

    /// <summary>Whether all details are wanted.</summary>
    public bool IsFull() => OneOf(ToolArgument.Detail.Name, "compact", "full") is "full";

    /// <summary>Whether a wait may end with the first final task.</summary>
    public bool UntilAny() => OneOf(ToolArgument.Until.Name, "all", "any") is "any";

    /// <summary>Whether keys are to be tried.</summary>
    public bool IsVerify() => Flag(ToolArgument.Verify.Name);

    /// <summary>Which tasks to list.</summary>
    public ListArguments List() => new()
    {
        Provider = Provider(),
        Status = Text(ToolArgument.Status.Name),
        Since = Text(ToolArgument.Since.Name),
        Limit = Whole(ToolArgument.Limit.Name),
        Cursor = Text(ToolArgument.Cursor.Name),
    };

    /// <summary>The time-out, in whole seconds, at least 1; <see langword="null"/> when absent.</summary>
    public TimeSpan? Timeout()
    {
        var name = ToolArgument.TimeoutSeconds.Name;
        if (!values.TryGetValue(name, out var value) || IsAbsent(value)) return null;
        if (ArgumentText.ReadNumber(value) is not { } seconds || Math.Ceiling(seconds) < 1)
            throw new ArgumentFault($"{name} must be a whole number of seconds, at least 1", "Give 45, say, or leave it out.");

        return TimeSpan.FromSeconds(Math.Min(Math.Ceiling(seconds), 1_000_000));
    }

    private int? Whole(string name) => !values.TryGetValue(name, out var value) || IsAbsent(value) ? null
        : ArgumentText.ReadNumber(value) is { } number && number == Math.Floor(number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue)
        : throw new ArgumentFault($"{name} must be a whole number", "Give 10, say, or leave it out.");

    private JsonElement Required(ToolArgument argument) => values.TryGetValue(argument.Name, out var value)
        ? value
        : throw new ArgumentFault($"{argument.Name} is missing", IdHint(argument.Name));

    private static AskedTask Entry(JsonElement entry, string name)
    {
        try
        {
            return IdOf(entry, $"an entry of {name}");
        }
        catch (ArgumentFault refused)
        {
            return new(VisibleText.Clean(entry.GetRawText(), 80) ?? "", refused.Fault);
        }
    }

    private string? Text(string name) => !values.TryGetValue(name, out var value) || IsAbsent(value) ? null
        : value.ValueKind is JsonValueKind.String ? StringOf(value, name).Trim() is { Length: > 0 } text ? text : null
        : throw new ArgumentFault($"{name} must be a string, not {Word(value)}", "Give it in quotes, or leave it out.");

    private string? OneOf(string name, params IReadOnlyList<string> words) => Text(name) is not { } text ? null
        : words.FirstOrDefault(w => w.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentFault($"{name} cannot be {Quoted(text)}", $"It is one of {string.Join(", ", words)}.");

    private bool Flag(string name) => values.TryGetValue(name, out var value) && !IsAbsent(value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(StringOf(value, name), out var flag) => flag,
        _ => throw new ArgumentFault($"{name} must be true or false, not {Word(value)}", "Give true, or leave it out."),
    };

    private static bool IsAbsent(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null || (value.ValueKind is JsonValueKind.String && value.ValueEquals(""));

    private static string IdOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String when !string.IsNullOrWhiteSpace(StringOf(value, name)) => StringOf(value, name),
        JsonValueKind.Number => DigitsOf(value.GetRawText(), name),
        JsonValueKind.String or JsonValueKind.Null => throw new ArgumentFault($"{name} is empty", IdHint(name)),
        _ => throw new ArgumentFault($"{name} must be a string, not {Word(value)}", IdHint(name)),
    };

    /// <summary>
    /// The digits of a JSON integer as written, never through a <see langword="double"/>. Digits that a double prints are refused: the
    /// host may have converted the id to one and rounded it.
    /// </summary>
    private static string DigitsOf(string digits, string name)
    {
        if (NumberText.LooksRounded(digits) || NumberText.IsLargeNumberInAnotherForm(digits))
            throw new ArgumentFault(NumberText.LostDigits);
        return digits.All(char.IsAsciiDigit) ? digits
            : throw new ArgumentFault($"{name} must be a string, not the number {Quoted(digits)}", IdHint(name));
    }

    private static string StringOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw new ArgumentFault($"{name} holds half a character", "Give it as plain text.");
        }
    }

    private static string IdHint(string name)
    {
        var argument = name.Contains(ToolArgument.TaskIds.Name, StringComparison.Ordinal) ? ToolArgument.TaskIds.Name : name;
        return $"Give {argument} as text: a bare id, provider:id, or the lookup address.";
    }

    private static string Quoted(string text) => $"\"{VisibleText.Clean(text, 80)}\"";

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "a string",
    };
}

/// <summary>An argument that cannot be used. Its fault becomes the answer.</summary>
internal sealed class ArgumentFault(Fault fault) : Exception(fault.Message)
{
    public ArgumentFault(string message, string hint)
        : this(new Fault(FaultCategory.InvalidInput, message) { Hint = hint })
    {
    }

    public Fault Fault { get; } = fault;
}
