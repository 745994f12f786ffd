namespace KlingMcp;

/// <summary>A variable has a value that cannot be used, so the program does not start.</summary>
/// <param name="variable">The variable's name.</param>
/// <param name="message">What is wrong with the value, without the value; names the variable.</param>
internal sealed class SettingException(string variable, string message) : Exception(message)
{
    public string Variable { get; } = variable;
}
