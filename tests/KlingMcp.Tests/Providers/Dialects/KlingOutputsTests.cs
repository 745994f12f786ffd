using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Official;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The outputs of the official API, by kind.</summary>
public class KlingOutputsTests
{
    private static KlingTask Task(string result)
    {
        var task = Searched(result);
        Assert.False(task.FoundBySearch);
        return task;
    }

    private static KlingTask Searched(string result) => KlingAsk.Task(
        PathQuery.Api,
        LookupRequest.About("8", "videos/text2video"),
        $$$$"""
            {"code":0,"data":{"task_id":"8","task_status":"succeed","task_info":{"parent_video":{"id":"7",
            "url":"https://e.example/input.mp4"}},"task_result":{{{{result}}}}}}
            """);

    private static KlingOutput Only(string result) => Assert.Single(Task(result).Outputs);

    [Fact]
    public void The_clean_file_is_preferred_and_a_marked_one_is_flagged()
    {
        var clean = Only("""{"videos":[{"id":"1","url":"https://e.example/a.mp4","watermark_url":"https://e.example/w.mp4"}]}""");
        var marked = Only("""{"videos":[{"id":"1","url":"","watermark_url":"https://e.example/w.mp4"}]}""");

        Assert.Equal(("https://e.example/a.mp4", false, "https://e.example/w.mp4"), (clean.Url, clean.Watermarked, clean.WatermarkedUrl));
        Assert.Equal(("https://e.example/w.mp4", true, null), (marked.Url, marked.Watermarked, marked.WatermarkedUrl));
    }

    [Fact]
    public void An_address_is_kept_exactly_as_written()
    {
        const string Url = "https://e.example:443/a%2Fb/%7Ec.mp4?x-kcdn-pid=1ksSecret=A%3d&ksTime=694fa816";

        Assert.Equal(Url, Only($$$$"""{"videos":[{"url":"{{{{Url}}}}"}]}""").Url);
    }

    [Fact]
    public void All_videos_are_given_even_with_the_same_address() =>
        Assert.Equal(
            2,
            Task("""{"videos":[{"id":"1","url":"https://e.example/a.mp4"},{"id":"2","url":"https://e.example/a.mp4"}]}""").Outputs.Count);

    [Fact]
    public void An_image_may_have_neither_id_nor_index()
    {
        var image = Only("""{"images":[{"id":"","url":"https://e.example/a.png"}]}""");

        Assert.Equal(new KlingOutput(OutputType.Image) { Url = "https://e.example/a.png" }, image);
    }

    [Fact]
    public void A_series_keeps_its_order() => Assert.Equal(
        ["https://e.example/0.png", "https://e.example/1.png"],
        Task("""
            {"result_type":"series","images":[],"series_images":[{"index":0,"url":"https://e.example/0.png"},{"index":1,
            "url":"https://e.example/1.png"}]}
            """).Outputs.Select(static o => o.Url));

    [Fact]
    public void Three_angles_are_three_images() => Assert.Equal(
        ["https://e.example/1.png", "https://e.example/2.png", "https://e.example/3.png"],
        Task("""
            {"images":[{"index":0,"url_1":"https://e.example/1.png","url_2":"https://e.example/2.png",
            "url_3":"https://e.example/3.png"}]}
            """).Outputs.Select(static o => o.Url));

    [Fact]
    public void A_picture_comes_before_its_angles_and_each_has_the_id()
    {
        var outputs = Task("""
            {"images":[{"id":"i","url":"https://e.example/0.png","url_1":"https://e.example/1.png",
            "url_3":"https://e.example/3.png"}]}
            """).Outputs;

        Assert.Equal(
            [("i", "https://e.example/0.png"), ("i", "https://e.example/1.png"), ("i", "https://e.example/3.png")],
            outputs.Select(static o => (o.Id, o.Url)));
    }

    [Fact]
    public void A_file_may_have_a_size_and_a_cover() => Assert.Equal(
        new KlingOutput(OutputType.Video)
        {
            Url = "https://e.example/a.mp4",
            Width = 1280,
            Height = 720,
            DurationSeconds = 5,
            CoverUrl = "https://e.example/c.jpg",
        },
        Only("""
            {"videos":[{"url":"https://e.example/a.mp4","width":1280,"height":"720","duration":"5",
            "cover_url":"https://e.example/c.jpg"}]}
            """));

    [Fact]
    public void A_sound_has_two_files_and_the_duration_of_the_one_given()
    {
        var both = Only("""
            {"audios":[{"id":"a","url_mp3":"https://e.example/a.mp3","url_wav":"https://e.example/a.wav",
            "duration_mp3":"5.04","duration_wav":"5.0"}]}
            """);
        var speech = Only("""{"audios":[{"id":"a","url":"https://e.example/tts.mp3","duration":"11.3"}]}""");
        var wav = Only(
            """{"audios":[{"id":"a","url_mp3":"","url_wav":"https://e.example/a.wav","duration_mp3":"5.04","duration_wav":"5.0"}]}""");

        var newer = Only("""
            {"audios":[{"id":"a","mp3_url":"https://e.example/a.mp3","wav_url":"https://e.example/a.wav",
            "mp3_duration":"5.04","wav_duration":"5.0"}]}
            """);
        var newerWav = Only("""{"audios":[{"id":"a","wav_url":"https://e.example/a.wav","mp3_duration":"5.04","wav_duration":"5.0"}]}""");

        Assert.Equal(("https://e.example/a.mp3", "https://e.example/a.wav", 5.04), (both.Url, both.WavUrl, both.DurationSeconds));
        Assert.Equal(both, newer);
        Assert.Equal(wav, newerWav);
        Assert.Equal(("https://e.example/tts.mp3", null, 11.3), (speech.Url, speech.WavUrl, speech.DurationSeconds));
        Assert.Equal(("https://e.example/a.wav", null, 5.0), (wav.Url, wav.WavUrl, wav.DurationSeconds));
    }

    [Fact]
    public void A_video_with_added_sound_has_both_outputs() => Assert.Equal(
        [OutputType.Video, OutputType.Audio],
        Task("""
            {"audios":[{"id":"a","url_mp3":"https://e.example/a.mp3"}],"videos":[{"id":"v","url":"https://e.example/v.mp4"}]}
            """).Outputs.Select(static o => o.Type));

    [Fact]
    public void A_voice_has_an_id_a_name_and_a_sample()
    {
        var voice = Only(
            """{"voices":[{"voice_id":"930801338081615883","voice_name":"demo","trial_url":"https://e.example/t.mp3","owned_by":"1"}]}""");

        Assert.Equal(
            new KlingOutput(OutputType.Voice) { Id = "930801338081615883", Name = "demo", Url = "https://e.example/t.mp3" }, voice);
    }

    [Fact]
    public void An_element_needs_no_address_and_keeps_all_digits_of_its_id()
    {
        var element = Only("""
            {"elements":[{"element_id":320000000000000001,"element_name":"boat",
            "element_image_list":{"frontal_image":"https://e.example/f.png"}}]}
            """);

        var whole = Only("""
            {"elements":[{"element_id":1,"url":"https://e.example/e.mp4","cover_url":"https://e.example/c.png",
            "element_image_list":{"frontal_image":"https://e.example/f.png"}}]}
            """);

        Assert.Equal(
            new KlingOutput(OutputType.Element) { Id = "320000000000000001", Name = "boat", CoverUrl = "https://e.example/f.png" },
            element);
        Assert.Equal(
            new KlingOutput(OutputType.Element) { Id = "1", Url = "https://e.example/e.mp4", CoverUrl = "https://e.example/c.png" }, whole);
    }

    [Fact]
    public void The_specific_member_name_is_preferred_to_the_plain_one()
    {
        var voice = Only("""
            {"voices":[{"id":"1","voice_id":"2","name":"plain","voice_name":"full","url":"https://e.example/u.mp3",
            "trial_url":"https://e.example/t.mp3"}]}
            """);
        var element = Only("""{"elements":[{"id":"1","element_id":"2","name":"plain","element_name":"full"}]}""");
        var sound = Only(
            """{"audios":[{"url":"https://e.example/u.mp3","url_mp3":"https://e.example/m.mp3","duration":"1","duration_mp3":"2"}]}""");

        Assert.Equal(("2", "full", "https://e.example/t.mp3"), (voice.Id, voice.Name, voice.Url));
        Assert.Equal(("2", "full"), (element.Id, element.Name));
        Assert.Equal(("https://e.example/m.mp3", 2), (sound.Url, sound.DurationSeconds));
    }

    [Fact]
    public void The_address_of_an_mp3_is_preferred_to_a_plain_one_in_both_spellings_and_the_other_file_is_its_wav()
    {
        var sound = Only("""
            {"audios":[{"url":"https://e.example/u.mp3","mp3_url":"https://e.example/m.mp3","wav_url":"https://e.example/w.wav",
            "mp3_duration":"3","wav_duration":"4"}]}
            """);
        var wav = Only("""{"audios":[{"url_wav":"https://e.example/w.wav","duration_wav":"4"}]}""");

        Assert.Equal(("https://e.example/m.mp3", "https://e.example/w.wav", 3), (sound.Url, sound.WavUrl, sound.DurationSeconds));
        Assert.Equal(("https://e.example/w.wav", null, 4), (wav.Url, wav.WavUrl, wav.DurationSeconds));
    }

    [Fact]
    public void The_cover_of_an_element_is_its_own_then_its_frontal_picture_then_its_frontal_reference()
    {
        const string Reference = "\"references\":[{\"role\":\"side\",\"url\":\"https://e.example/s.png\"},"
            + "{\"role\":\"frontal\",\"url\":\"https://e.example/r.png\"}]";
        const string Frontal = "\"element_image_list\":{\"frontal_image\":\"https://e.example/f.png\"}";

        Assert.Equal("https://e.example/r.png", CoverOf(Reference));
        Assert.Equal("https://e.example/f.png", CoverOf($"{Reference},{Frontal}"));
        Assert.Equal("https://e.example/c.png", CoverOf($"{Reference},{Frontal},\"cover_url\":\"https://e.example/c.png\""));

        static string? CoverOf(string members) => Only($$"""{"elements":[{"element_id":"2",{{members}}}]}""").CoverUrl;
    }

    [Theory]
    [InlineData("image_edits", nameof(OutputType.Image))]
    [InlineData("pictures", nameof(OutputType.Image))]
    [InlineData("new_videos", nameof(OutputType.Video))]
    [InlineData("subtitles", nameof(OutputType.Subtitle))]
    [InlineData("srt", nameof(OutputType.Subtitle))]
    [InlineData("captions", nameof(OutputType.Subtitle))]
    [InlineData("audio_tracks", nameof(OutputType.Audio))]
    [InlineData("sounds", nameof(OutputType.Audio))]
    [InlineData("music", nameof(OutputType.Audio))]
    [InlineData("models", nameof(OutputType.Model))]
    [InlineData("3d", nameof(OutputType.Model))]
    [InlineData("things", nameof(OutputType.File))]
    public void Without_an_extension_the_name_of_a_new_list_tells_the_type(string name, string type)
    {
        var outputs = Task($$"""
            {"videos":[{"url":"https://e.example/a.mp4"}],"{{name}}":[{"id":"9","url":"https://e.example/b"}]}
            """).Outputs;

        Assert.Equal((type, name, "9"), ($"{outputs[1].Type}", outputs[1].Name, outputs[1].Id));
    }

    [Fact]
    public void What_the_provider_says_of_a_success_is_passed_on_if_it_is_a_reason()
    {
        Assert.Equal("The provider says: \"one image was blocked by risk control\".", AdviceOf("one image was blocked by risk control"));
        Assert.Null(AdviceOf("success"));
        Assert.Null(AdviceOf("rendered in 12 s"));

        static string? AdviceOf(string told) => KlingAsk.Task(
            PathQuery.Api,
            LookupRequest.About("8", "videos/text2video"),
            $$$$"""
                {"code":0,"data":{"task_id":"8","task_status":"succeed","task_status_msg":"{{{{told}}}}",
                "task_result":{"videos":[{"url":"https://e.example/a.mp4"}]}}}
                """).Advice;
    }

    [Fact]
    public void Member_names_with_task_are_preferred_to_plain_ones()
    {
        var task = KlingAsk.Task(
            PathQuery.Api,
            LookupRequest.About("8", "videos/text2video"),
            """
                {"code":0,"data":{"id":"7","task_id":"8","status":"processing","task_status":"failed",
                "task_status_msg":"why","message":"how"}}
                """);

        Assert.Equal(("8", KlingTaskStatus.Failed, "why"), (task.Reference.Id, task.Status, task.Failure?.Message));
    }
}
