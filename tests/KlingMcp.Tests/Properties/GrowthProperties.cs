using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Providers.Fal;
using KlingMcp.Tests.Faults;

namespace KlingMcp.Tests.Properties;

/// <summary>
/// A hostile body must not keep a core busy: whatever part of it grows, time and memory grow in proportion. Each place of each provider's
/// body is grown in many ways, to two sizes. The time is that of the thread on a processor, so that a busy machine changes nothing.
/// </summary>
public class GrowthProperties
{
    private const int Small = 32 * 1024;
    private const int Factor = 4;

    /// <summary>Four times the bytes may take this many times as long; work that grows with the square takes sixteen times.</summary>
    private const double MostGrowth = 9;

    /// <summary>Noise of the clock and of the garbage collector.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(25);

    /// <summary>Bytes allocated for each byte of the body, beyond what a small body may take.</summary>
    private const long MostMemory = 160;

    private const long MemoryOfSmall = 8 << 20;

    private static readonly string Address = $"https://media.example/a.mp4?{string.Concat(Enumerable.Repeat("ksTime=", 1100))}";

    private static readonly TextFilter Filter = new(["a-key-0123456789-of-some-length"]);
    private static readonly AnswerComposer Composer = new(TimeProvider.System);

    /// <summary>What is put into a place: many items of a list, or members of an object, or one long text. By its size in bytes.</summary>
    private static readonly Dictionary<string, Func<int, string>> Growths = new()
    {
        ["members"] = static size => Object(size, static i => $"\"m{i}\":1"),
        ["members with addresses"] = static size => Object(size, static i => $"\"m{i}_url\":\"https://e.example/{i}.mp4\""),
        ["members that are half a character"] = static size => Object(size, static i => $"\"m{i}\\ud800\":\"\\udc00\""),
        ["members without a known extension"] = static size => Object(size, static i => $"\"video{i}\":\"https://e.example/{i}\""),
        ["numbers"] = static size => List(size, static _ => "7"),
        ["lists"] = static size => List(size, static _ => "[[[{}]]]"),
        ["texts"] = static size => List(size, static _ => "\"too many \""),
        ["works"] = static size => List(size, static i =>
            $$$"""{"video":{"resource_without_watermark":"https://e.example/{{{i}}}.mp4"},"workId":{{{i}}},"resource":{"resource":"x"}}"""),
        ["tasks"] = static size => List(size, static i => $$"""{"id":"{{i}}","status":"succeed","url":"https://e.example/{{i}}"}"""),
        ["addresses with many times"] = static size => List(size, static _ => $"\"{Address}\""),
        ["outputs with many times"] = static size => List(size, static _ => $$"""{"type":"video","url":"{{Address}}"}"""),
        ["text"] = static size => $"\"{new string('t', size)}\"",
        ["JSON in a text"] = static size => $"\"[{string.Join(',', Enumerable.Repeat("{}", size / 3))}]\"",
        ["escapes"] = static size => $"\"{string.Concat(Enumerable.Repeat("%25", size / 3))}\"",
        ["digits"] = static size => new string('7', size),
    };

    public static TheoryData<string> ProviderNames => [.. ProviderCase.All.Select(static p => p.Name)];

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void Time_and_memory_grow_in_proportion_to_any_part_of_a_body(string name)
    {
        var provider = ProviderCase.All.Single(p => p.Name == name);
        string[] bodies = [provider.Body(), provider.Body(url: ""), provider.Body("failed")];
        (double Time, double Memory, string TimeOf, string MemoryOf) worst = default;
        foreach (var body in bodies)
        {
            var places = Places(JsonNode.Parse(body)!).Count();
            for (var place = 0; place < places; place++)
            {
                foreach (var (growth, grow) in Growths)
                {
                    string What() => $"{growth} at {PathOf(body, place)}";
                    (double Time, double Memory) Measure() => GrowsInProportion(provider, size => Grown(body, place, grow(size)), What);
                    var (time, memory) = Measure();

                    // The first readings compile the code, so what looks like the worst is measured again.
                    if (time > worst.Time) time = Math.Min(time, Measure().Time);
                    if (time > worst.Time) worst = worst with { Time = time, TimeOf = What() };
                    if (memory > worst.Memory) worst = worst with { Memory = memory, MemoryOf = What() };
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name}: at most {worst.Time:0} ms ({worst.TimeOf}) and {worst.Memory:0} MiB ({worst.MemoryOf}) per MiB of the body");
    }

    [Theory]
    [InlineData("goapi")]
    [InlineData("piapi")]
    public void Many_works_beside_many_addresses_take_time_in_proportion(string name)
    {
        var provider = ProviderCase.All.Single(p => p.Name == name);
        foreach (var list in (string[])["image_urls", "image_url"])
        {
            GrowsInProportion(
                provider,
                size => Encoding.UTF8.GetBytes(provider.Body().Replace(
                    "\"output\":{",
                    $"\"output\":{{\"{list}\":{List(size / 2, static i => $"\"https://e.example/{i}.png\"")},",
                    StringComparison.Ordinal).Replace(
                    "\"works\":[",
                    $"\"works\":[{List(size / 2, Work)[1..^1]},",
                    StringComparison.Ordinal)),
                () => list);
        }

        static string Work(int i) => $$$"""{"image":{"resource_without_watermark":"https://e.example/{{{i}}}-clean.png"}}""";
    }

    [Fact]
    public void A_webhook_secret_of_megabytes_takes_no_more_memory_than_its_body()
    {
        var provider = ProviderCase.All.Single(static p => p.Name == "piapi");
        var secret = string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i}-secret,"));
        var body = Encoding.UTF8.GetBytes(provider.Body().Replace("\"secret\":\"\"", $"\"secret\":\"{secret}\"", StringComparison.Ordinal));

        Assert.InRange(Read(provider, body).Bytes, 0, body.Length * 40L);
    }

    /// <returns>Milliseconds, and MiB allocated, per MiB of the body.</returns>
    private static (double Time, double Memory) GrowsInProportion(ProviderCase provider, Func<int, byte[]> bodyOf, Func<string> what)
    {
        var (small, large) = (bodyOf(Small), bodyOf(Small * Factor));
        for (var turn = 1; ; turn++)
        {
            var (before, after) = (Read(provider, small), Read(provider, large));
            if (after.Time <= Noise + before.Time * MostGrowth && after.Bytes <= MemoryOfSmall + large.Length * MostMemory)
                return (after.Time.TotalMilliseconds * (1 << 20) / large.Length, (double)after.Bytes / large.Length);

            if (turn == 3)
            {
                Assert.Fail($"{what()}: {small.Length} bytes took {before.Time.TotalMilliseconds:0.0} ms and {before.Bytes >> 10} KiB, "
                    + $"{large.Length} bytes took {after.Time.TotalMilliseconds:0.0} ms and {after.Bytes >> 10} KiB");
            }
        }
    }

    /// <summary>Reads a response and makes the answer, as a lookup does.</summary>
    private static (TimeSpan Time, long Bytes) Read(ProviderCase provider, byte[] body)
    {
        var kind = provider.Keys.Api.Kinds.Count > 0 ? "videos/image2video" : null;
        var (bytes, started) = (GC.GetAllocatedBytesForCurrentThread(), TimeOfThread());
        ProviderResponse response = new(200, body);
        response = response with { Filter = Filter.ForResponse([], provider.Keys.Api.SecretIn(response)) };
        var request = LookupRequest.About(provider.Id, kind);
        var result = provider.Keys.Api.Lookup is FalLookup ? ReadFal(request, response) : provider.Keys.Api.Read(request, response)[0];
        Composer.One(new LookupResult(provider.Id, result), isFull: true);
        return (TimeOfThread() - started, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    /// <summary>Reads the body as both of fal's answers: that about the state and that about the result.</summary>
    private static Result<KlingTask> ReadFal(LookupRequest request, ProviderResponse response)
    {
        var state = FalLookup.ReadState(request, response);
        KlingTask completed = new(new("fal", null, request.Id), KlingTaskStatus.Succeeded, "COMPLETED");
        return FalLookup.ReadResult(state.Value ?? completed, response);
    }

    /// <summary>How long the thread has run; the time of the clock where the system does not tell.</summary>
    private static TimeSpan TimeOfThread()
    {
        const int ThreadTime = 3;
        return OperatingSystem.IsLinux() && ReadClock(ThreadTime, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : Stopwatch.GetElapsedTime(0);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out ClockTime time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ClockTime(long Seconds, long Nanoseconds);

    /// <summary>The body with a value put into one of its places: added to an object or a list, else in the place of a value.</summary>
    private static byte[] Grown(string body, int place, string value)
    {
        var root = JsonNode.Parse(body)!;
        var node = Places(root).ElementAt(place);
        const string Mark = "\"here\"";
        switch (node)
        {
            case JsonObject members when value.StartsWith('{'):
                members.Add("grown", "here");
                return Encoding.UTF8.GetBytes(root.ToJsonString().Replace($"\"grown\":{Mark}", value[1..^1], StringComparison.Ordinal));
            case JsonArray items when value.StartsWith('['):
                items.Add("here");
                return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(Mark, value[1..^1], StringComparison.Ordinal));
            case JsonObject { Count: > 0 } members:
                members.Add("results", "here");
                return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(Mark, value, StringComparison.Ordinal));
            default:
                if (node.Parent is null) return Encoding.UTF8.GetBytes(value);

                node.ReplaceWith("here");
                return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(Mark, value, StringComparison.Ordinal));
        }
    }

    private static string PathOf(string body, int place) => Places(JsonNode.Parse(body)!).ElementAt(place).GetPath();

    private static IEnumerable<JsonNode> Places(JsonNode node) => (node switch
    {
        JsonObject members => members.Select(static m => m.Value).OfType<JsonNode>().SelectMany(Places),
        JsonArray items => items.OfType<JsonNode>().SelectMany(Places),
        _ => [],
    }).Prepend(node);

    private static string List(int size, Func<int, string> item) => $"[{Joined(size, item)}]";

    private static string Object(int size, Func<int, string> member) => $"{{{Joined(size, member)}}}";

    private static string Joined(int size, Func<int, string> part)
    {
        StringBuilder text = new(size);
        for (var i = 0; text.Length < size; i++) text.Append(i == 0 ? "" : ",").Append(part(i));
        return text.ToString();
    }
}
