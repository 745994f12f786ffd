using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The five shapes of the platform's outputs, and unknown shapes.</summary>
public abstract class PlatformOutputTests(string provider) : PlatformTests(provider)
{
    private const string Cover = "https://s15-kling.klingai.com/kimg/1.origin";

    private static string Work(string clean = Clean, string marked = Marked) =>
        $"{{'cover':{{'resource':'{Cover}','resource_without_watermark':'','duration':0}},"
        + $"'video':{{'resource':'{marked}','resource_without_watermark':'{clean}','height':960,'width':'1440','duration':5100}}}}";

    private static readonly KlingOutput Video = new(OutputType.Video)
    {
        Url = Clean,
        WatermarkedUrl = Marked,
        CoverUrl = Cover,
        DurationSeconds = 5.1,
        Width = 1440,
        Height = 960,
    };

    [Fact]
    public void Video_url_repeats_the_first_work() =>
        Assert.Equal([Video, Video], TaskOf(Completed($"{{'video_url':'{Clean}','works':[{Work()},{Work()}]}}")).Outputs);

    [Fact]
    public void Video_url_adds_no_output_whichever_work_it_repeats()
    {
        var failed = "{'status':6,'video':{'resource':'','resource_without_watermark':''}}";
        var sound = "{'audio':{'resource':'https://a.example/a.mp3','resource_without_watermark':'','duration':5000}}";
        var still = "{'image':{'resource':'https://a.example/i.png','resource_without_watermark':'https://a.example/c.png'}}";
        var (video, audio, image) = (
            new KlingOutput(OutputType.Video) { Url = Clean },
            new KlingOutput(OutputType.Audio) { Url = "https://a.example/a.mp3", DurationSeconds = 5 },
            new KlingOutput(OutputType.Image) { Url = "https://a.example/c.png", WatermarkedUrl = "https://a.example/i.png" });

        Assert.Equal([Video], TaskOf(Completed($"{{'video_url':'{Clean}','works':[{failed},{Work()}]}}")).Outputs);
        Assert.Equal([audio, Video], TaskOf(Completed($"{{'video_url':'{Clean}','works':[{sound},{Work()}]}}")).Outputs);
        Assert.Equal([audio, Video], TaskOf(Completed($"{{'video_url':'{Clean}','works':[{sound},{Work(clean: "")}]}}")).Outputs);
        Assert.Equal([image, video], TaskOf(Completed($"{{'video_url':'{Clean}','works':[{still}]}}")).Outputs);
    }

    [Theory]
    [InlineData("'image_url':'https://a.example/c1.png'", 1)]
    [InlineData("'image_urls':['https://a.example/c1.png','https://a.example/c2.png']", 2)]
    public void Addresses_in_image_urls_are_the_clean_files_of_the_works(string apart, int count)
    {
        var works = Enumerable.Range(1, count).Select(
            static n => $"{{'image':{{'resource':'https://a.example/m{n}.png','resource_without_watermark':'','width':6,'height':5}}}}");

        Assert.Equal(
            Enumerable.Range(1, count).Select(static n =>
                new KlingOutput(OutputType.Image)
                {
                    Url = $"https://a.example/c{n}.png",
                    WatermarkedUrl = $"https://a.example/m{n}.png",
                    Width = 6,
                    Height = 5,
                }),
            TaskOf(Completed($"{{{apart},'works':[{string.Join(',', works)}]}}")).Outputs);
    }

    [Fact]
    public void A_clean_image_of_one_work_is_not_given_to_another()
    {
        var works = "{'image':{'resource':'https://a.example/m1.png','resource_without_watermark':'https://a.example/c1.png'}},"
            + "{'image':{'resource':'https://a.example/m2.png'}}";

        Assert.Equal(
            ["https://a.example/c1.png", "https://a.example/c2.png"],
            TaskOf(Completed($"{{'image_urls':['https://a.example/c1.png','https://a.example/c2.png'],'works':[{works}]}}"))
                .Outputs.Select(static o => o.Url));
    }

    [Theory]
    [InlineData("'https://a.example/abc?sig=1'", 1)]
    [InlineData("['https://a.example/1.mp4','https://a.example/2?sig=1']", 2)]
    public void Bare_addresses_in_the_output_are_found(string output, int count) =>
        Assert.Equal(count, TaskOf(Completed(output)).Outputs.Count);

    [Fact]
    public void The_clean_file_is_preferred_at_every_place()
    {
        var cover = Work().Replace(
            "'resource_without_watermark':'','duration':0",
            "'resource_without_watermark':'https://a.example/still.jpg','duration':0",
            StringComparison.Ordinal);

        Assert.Equal([Video with { CoverUrl = "https://a.example/still.jpg" }], TaskOf(Completed($"{{'works':[{cover}]}}")).Outputs);
        Assert.Equal(
            [new KlingOutput(OutputType.Video) { Url = Clean }],
            TaskOf(Completed($"{{'video_url':'{Clean}','video':'https://a.example/other.mp4'}}")).Outputs);
        Assert.Equal(
            [Video, new KlingOutput(OutputType.Video) { Url = "https://a.example/other.mp4" }],
            TaskOf(Completed($"{{'video_url':'https://a.example/other.mp4','works':[{Work()}]}}")).Outputs);
    }

    [Fact]
    public void Works_without_video_url_are_enough() => Assert.Equal([Video], TaskOf(Completed($"{{'works':[{Work()}]}}")).Outputs);

    [Theory]
    [InlineData("{'video':'" + Clean + "'}")]
    [InlineData("{'video_url':'" + Clean + "','works':[]}")]
    [InlineData("{'video_url':'" + Clean + "','works':null,'video':''}")]
    public void An_address_alone_is_a_clean_video(string output) =>
        Assert.Equal([new KlingOutput(OutputType.Video) { Url = Clean }], TaskOf(Completed(output)).Outputs);

    [Fact]
    public void Images_of_works_are_images()
    {
        var output = Assert.Single(TaskOf(Completed("""
            {'works':[{'video':{'resource':''},'image':{'resource':'https://a.example/m.png',
            'resource_without_watermark':'https://a.example/c.png',
                                                        'width':768,'height':1024,'duration':0}}]}
            """)).Outputs);

        Assert.Equal(
            new(OutputType.Image)
            {
                Url = "https://a.example/c.png",
                WatermarkedUrl = "https://a.example/m.png",
                Width = 768,
                Height = 1024,
            },
            output);
    }

    [Theory]
    [InlineData("{'image_url':'https://a.example/1.png','image_urls':['https://a.example/1.png','','https://a.example/2.png']}", 2)]
    [InlineData("{'image_url':'https://a.example/1.png','image_urls':null}", 1)]
    [InlineData("{'image_url':['https://a.example/1.png']}", 1)]
    [InlineData("{'image_urls':'https://a.example/1.png','works':[]}", 1)]
    public void Addresses_in_image_urls_are_images(string output, int count)
    {
        var outputs = TaskOf(Completed(output)).Outputs;

        Assert.Equal(count, outputs.Count);
        Assert.All(outputs, static o => Assert.Equal(OutputType.Image, o.Type));
    }

    [Fact]
    public void Audio_works_are_sounds() =>
        Assert.Equal(
            OutputType.Audio,
            Assert.Single(TaskOf(Completed("{'works':[{'audio':{'resource':'https://a.example/1.mp3'}}]}")).Outputs).Type);

    [Theory]
    [InlineData("{'video':''}")]
    [InlineData("{'type':'','status':0,'works':null}")]
    [InlineData("{'works':[{'video':{'resource':'','resource_without_watermark':''}}]}")]
    [InlineData("{'video':'ftp://a.example/1.mp4'}")]
    [InlineData("{'video':'javascript:alert(1)'}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("'done'")]
    public void A_success_without_an_output_is_a_bad_response(string output) =>
        Assert.Equal(FaultCategory.BadResponse, FaultOf(Responses.Quoted(Completed(output))).Category);

    [Theory]
    [InlineData("", Marked, null, Marked, true, null)]
    [InlineData("", Marked, Clean, Clean, false, Marked)]
    [InlineData("", Marked, Marked, Marked, true, null)]
    [InlineData(Clean, "", null, Clean, false, null)]
    [InlineData(Clean, Clean, null, Clean, false, null)]
    [InlineData("", "", Clean, Clean, false, null)]
    public void The_clean_file_is_preferred_and_an_empty_text_is_not_a_file(
        string clean, string marked, string? lead, string url, bool watermarked, string? beside)
    {
        var output = Assert.Single(TaskOf(Completed($"{{'video_url':'{lead}','works':[{Work(clean, marked)}]}}")).Outputs);

        Assert.Equal((url, watermarked, beside), (output.Url, output.Watermarked, output.WatermarkedUrl));
    }

    [Theory]
    [InlineData("8766", 8.766)]
    [InlineData("'5041'", 5.041)]
    [InlineData("0", null)]
    [InlineData("1e400", null)]
    [InlineData("true", null)]
    public void Durations_are_in_milliseconds(string duration, double? seconds) => Assert.Equal(
            seconds,
            Assert.Single(TaskOf(Completed($"{{'works':[{Work().Replace("5100", duration, StringComparison.Ordinal)}]}}")).Outputs)
                .DurationSeconds);

    [Theory]
    [InlineData("{'video':'https://img.theapi.app/ephemeral/1.mp4'}", true)]
    [InlineData("{'clips':[{'src':'https://img.theapi.app/ephemeral/1.mp4'}]}", true)]
    [InlineData("{'video':'" + Clean + "'}", false)]
    public void Files_in_the_ephemeral_storage_are_short_lived(string output, bool shortLived) =>
        Assert.Equal(shortLived, Assert.Single(TaskOf(Completed(output)).Outputs).ShortLived);

    [Fact]
    public void Addresses_are_kept_exactly_as_written()
    {
        const string signed = "https://v15-kling.klingai.com/a%2fb/%E4%BD%A0.mp4?sig=a+b%3D==&x=a%20b";

        Assert.Equal(
            signed,
            Assert.Single(TaskOf(Completed($"{{'video':'{signed.Replace("&", "\\u0026", StringComparison.Ordinal)}'}}")).Outputs).Url);
    }

    [Fact]
    public void An_unknown_shape_is_searched_and_marked()
    {
        var task = TaskOf(Completed($$"""
            {'clips':[{'resource':'{{Marked}}','resource_without_watermark':'{{Clean}}','cover_url':'{{Cover}}'}],
             'input':{'image':'https://a.example/in.png'},'sound':'https://a.example/1.wav'}
            """));

        Assert.True(task.FoundBySearch);
        Assert.Equal(
            [new KlingOutput(OutputType.Video) { Url = Clean }, new KlingOutput(OutputType.Audio) { Url = "https://a.example/1.wav" }],
            task.Outputs);
    }

    [Fact]
    public void The_input_is_never_an_output() => Assert.Equal(
        FaultCategory.BadResponse,
        FaultOf(Responses.Quoted(Body("completed", ",'input':{'image_url':'https://a.example/in.png'},'output':{}"))).Category);

    [Fact]
    public void A_work_that_failed_beside_others_is_counted()
    {
        var task = TaskOf(Completed(
            $"{{'works':[{{'status':99,'video':{{'resource':'{Marked}'}}}},{{'status':50,'video':{{'resource':''}}}}]}}"));

        Assert.Equal((1, 1), (task.Outputs.Count, task.MissingOutputs));
    }

    [Theory]
    [InlineData("{'audio_url':'https://e.example/a.mp3'}", "audio")]
    [InlineData("{'works':[{'cover':{'resource':'https://e.example/a.png'}}]}", "image")]
    public void A_sound_or_a_cover_alone_is_the_result(string output, string type)
    {
        var task = TaskOf(Completed(output));

        Assert.Equal((type, false, null), (Assert.Single(task.Outputs).Type.Word, task.FoundBySearch, task.MissingOutputs));
    }

    [Fact]
    public void A_body_without_an_envelope_is_read() =>
        Assert.Single(TaskOf($"{{'task_id':'{Id}','status':'completed','output':{{'video_url':'{Clean}'}},'error':null}}").Outputs);
}
