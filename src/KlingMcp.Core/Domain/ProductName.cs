namespace KlingMcp.Domain;

/// <summary>How this program names itself. The version stands in one place, the build's properties.</summary>
internal static class ProductName
{
    public const string Name = "kling-mcp";

    /// <summary><c>1.2.3</c>.</summary>
    public static string Version { get; } = typeof(ProductName).Assembly.GetName().Version!.ToString(3);

    public static string UserAgent { get; } = $"{Name}/{Version}";
}
