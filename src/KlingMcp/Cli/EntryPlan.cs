using KlingMcp.Cli.Hosts;
using KlingMcp.Providers;

namespace KlingMcp.Cli;

/// <summary>Decides which variables an entry lists.</summary>
/// <param name="variables">Every variable that the program reads.</param>
/// <param name="provider">The provider that the user named; <see langword="null"/> for those with a key.</param>
/// <param name="withKeys">Take over the values of keys.</param>
/// <param name="sandbox">The entry starts the sandbox, which needs no key.</param>
internal sealed class EntryPlan(IReadOnlyList<Variable> variables, string? provider, bool withKeys, bool sandbox)
{
    private readonly Variable[] keys = sandbox ? [] : [.. variables.Where(v => v.IsSecret)];

    /// <summary>The variables of keys that are in the entry.</summary>
    public IReadOnlyList<string> Names => [.. Keys.Select(static k => k.Name)];

    /// <summary>The variables in the entry that have no value in this shell.</summary>
    public IReadOnlyList<string> Missing => [.. Keys.Where(static k => k.Value is null).Select(static k => k.Name)];

    /// <summary>The entry contains the value of a key.</summary>
    public bool HasKeys => withKeys && Keys.Any(static k => k.Value is not null);

    /// <summary>A key without a value in this shell gets a place: that of the named provider, or else of the first.</summary>
    private Variable[] Keys
    {
        get
        {
            var named = provider is null ? null : ProviderCatalog.Find(provider)!;
            var set = keys.Where(k => k.Value is not null && (named is null || named.SecretVariables.Contains(k.Name))).ToArray();
            if (set.Length > 0 || keys.Length == 0) return set;

            var place = (named ?? ProviderCatalog.All[0]).Keys[0].Variables;
            return [.. keys.Where(k => place.Contains(k.Name))];
        }
    }

    public ServerEntry Entry(Installation program) => new(
        program.Command,
        sandbox ? [.. program.Arguments, "--sandbox"] : program.Arguments,
        [
            .. Keys.Select(k => new EntryVariable(k.Name, withKeys ? k.Value : null, IsSecret: true)),
            .. from variable in variables
               where variable is { Value: not null, IsSecret: false, Name: not Settings.SandboxVariable }
               select new EntryVariable(variable.Name, variable.Value, IsSecret: false),
        ]);
}
