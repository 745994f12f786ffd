using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Official;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The lists of <c>task_result</c>, as the kinds fill them.</summary>
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
        $$$$"""{"code":0,"data":{"task_id":"8","task_status":"succeed","task_info":{"parent_video":{"id":"7","url":"https://e.example/input.mp4"}},"task_result":{{{{result}}}}}}""");

    private static KlingOutput Only(string result) => Assert.Single(Task(result).Outputs);

    [Fact]
    public void The_clean_file_comes_first_and_without_one_the_marked_one_says_so()
    {
        var clean = Only("""{"videos":[{"id":"1","url":"https://e.example/a.mp4","watermark_url":"https://e.example/w.mp4"}]}""");
        var marked = Only("""{"videos":[{"id":"1","url":"","watermark_url":"https://e.example/w.mp4"}]}""");

        Assert.Equal(("https://e.example/a.mp4", false, "https://e.example/w.mp4"), (clean.Url, clean.Watermarked, clean.WatermarkedUrl));
        Assert.Equal(("https://e.example/w.mp4", true, null), (marked.Url, marked.Watermarked, marked.WatermarkedUrl));
    }

    [Fact]
    public void An_address_passes_byte_for_byte()
    {
        const string Url = "https://e.example:443/a%2Fb/%7Ec.mp4?x-kcdn-pid=1ksSecret=A%3d&ksTime=694fa816";

        Assert.Equal(Url, Only($$$$"""{"videos":[{"url":"{{{{Url}}}}"}]}""").Url);
    }

    [Fact]
    public void All_videos_of_a_task_are_given_also_with_the_same_address() =>
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
    public void A_series_is_given_in_its_order() => Assert.Equal(
        ["https://e.example/0.png", "https://e.example/1.png"],
        Task("""{"result_type":"series","images":[],"series_images":[{"index":0,"url":"https://e.example/0.png"},{"index":1,"url":"https://e.example/1.png"}]}""").Outputs.Select(static o => o.Url));

    [Fact]
    public void Three_angles_are_three_images() => Assert.Equal(
        ["https://e.example/1.png", "https://e.example/2.png", "https://e.example/3.png"],
        Task("""{"images":[{"index":0,"url_1":"https://e.example/1.png","url_2":"https://e.example/2.png","url_3":"https://e.example/3.png"}]}""").Outputs.Select(static o => o.Url));

    [Fact]
    public void A_picture_with_angles_is_given_before_them_and_each_bears_the_id()
    {
        var outputs = Task("""{"images":[{"id":"i","url":"https://e.example/0.png","url_1":"https://e.example/1.png","url_3":"https://e.example/3.png"}]}""").Outputs;

        Assert.Equal(
            [("i", "https://e.example/0.png"), ("i", "https://e.example/1.png"), ("i", "https://e.example/3.png")],
            outputs.Select(static o => (o.Id, o.Url)));
    }

    [Fact]
    public void A_file_may_tell_its_measures_and_a_still_of_it() => Assert.Equal(
        new KlingOutput(OutputType.Video) { Url = "https://e.example/a.mp4", Width = 1280, Height = 720, DurationSeconds = 5, CoverUrl = "https://e.example/c.jpg" },
        Only("""{"videos":[{"url":"https://e.example/a.mp4","width":1280,"height":"720","duration":"5","cover_url":"https://e.example/c.jpg"}]}"""));

    [Fact]
    public void A_sound_has_two_files_and_the_length_of_the_one_given()
    {
        var both = Only("""{"audios":[{"id":"a","url_mp3":"https://e.example/a.mp3","url_wav":"https://e.example/a.wav","duration_mp3":"5.04","duration_wav":"5.0"}]}""");
        var speech = Only("""{"audios":[{"id":"a","url":"https://e.example/tts.mp3","duration":"11.3"}]}""");
        var wav = Only(
            """{"audios":[{"id":"a","url_mp3":"","url_wav":"https://e.example/a.wav","duration_mp3":"5.04","duration_wav":"5.0"}]}""");

        var newer = Only("""{"audios":[{"id":"a","mp3_url":"https://e.example/a.mp3","wav_url":"https://e.example/a.wav","mp3_duration":"5.04","wav_duration":"5.0"}]}""");
        var newerWav = Only("""{"audios":[{"id":"a","wav_url":"https://e.example/a.wav","mp3_duration":"5.04","wav_duration":"5.0"}]}""");

        Assert.Equal(("https://e.example/a.mp3", "https://e.example/a.wav", 5.04), (both.Url, both.WavUrl, both.DurationSeconds));
        Assert.Equal(both, newer);
        Assert.Equal(wav, newerWav);
        Assert.Equal(("https://e.example/tts.mp3", null, 11.3), (speech.Url, speech.WavUrl, speech.DurationSeconds));
        Assert.Equal(("https://e.example/a.wav", null, 5.0), (wav.Url, wav.WavUrl, wav.DurationSeconds));
    }

    [Fact]
    public void A_video_with_sound_added_gives_the_video_and_the_sound() => Assert.Equal(
        [OutputType.Video, OutputType.Audio],
        Task("""{"audios":[{"id":"a","url_mp3":"https://e.example/a.mp3"}],"videos":[{"id":"v","url":"https://e.example/v.mp4"}]}""").Outputs.Select(static o => o.Type));

    [Fact]
    public void A_voice_is_its_id_its_name_and_a_trial()
    {
        var voice = Only(
            """{"voices":[{"voice_id":"930801338081615883","voice_name":"demo","trial_url":"https://e.example/t.mp3","owned_by":"1"}]}""");

        Assert.Equal(
            new KlingOutput(OutputType.Voice) { Id = "930801338081615883", Name = "demo", Url = "https://e.example/t.mp3" }, voice);
    }

    [Fact]
    public void An_element_needs_no_address_and_keeps_all_digits_of_its_id()
    {
        var element = Only("""{"elements":[{"element_id":320000000000000001,"element_name":"boat","element_image_list":{"frontal_image":"https://e.example/f.png"}}]}""");

        var whole = Only("""{"elements":[{"element_id":1,"url":"https://e.example/e.mp4","cover_url":"https://e.example/c.png","element_image_list":{"frontal_image":"https://e.example/f.png"}}]}""");

        Assert.Equal(
            new KlingOutput(OutputType.Element) { Id = "320000000000000001", Name = "boat", CoverUrl = "https://e.example/f.png" },
            element);
        Assert.Equal(
            new KlingOutput(OutputType.Element) { Id = "1", Url = "https://e.example/e.mp4", CoverUrl = "https://e.example/c.png" }, whole);
    }

    [Fact]
    public void The_name_with_its_kind_in_it_counts_before_the_plain_one()
    {
        var voice = Only("""{"voices":[{"id":"1","voice_id":"2","name":"plain","voice_name":"full","url":"https://e.example/u.mp3","trial_url":"https://e.example/t.mp3"}]}""");
        var element = Only("""{"elements":[{"id":"1","element_id":"2","name":"plain","element_name":"full"}]}""");
        var sound = Only(
            """{"audios":[{"url":"https://e.example/u.mp3","url_mp3":"https://e.example/m.mp3","duration":"1","duration_mp3":"2"}]}""");

        Assert.Equal(("2", "full", "https://e.example/t.mp3"), (voice.Id, voice.Name, voice.Url));
        Assert.Equal(("2", "full"), (element.Id, element.Name));
        Assert.Equal(("https://e.example/m.mp3", 2), (sound.Url, sound.DurationSeconds));
    }

    [Theory]
    [InlineData("task_result")]
    [InlineData("outputs")]
    [InlineData("output")]
    [InlineData("result")]
    [InlineData("results")]
    [InlineData("works")]
    [InlineData("videos")]
    [InlineData("images")]
    [InlineData("audios")]
    [InlineData("video")]
    [InlineData("audio")]
    public void Whatever_the_place_of_the_results_is_called_it_is_searched(string place)
    {
        var task = KlingAsk.Task(
            PathQuery.Api,
            LookupRequest.About("8", "videos/text2video"),
            $$"""{"code":0,"data":{"task_id":"8","task_status":"succeed","image":"https://e.example/in.png","{{place}}":{"first":{"file":"https://e.example/clip.mp4"} } } }""");

        Assert.True(task.FoundBySearch);
        Assert.Equal("https://e.example/clip.mp4", Assert.Single(task.Outputs).Url);
    }

    [Theory]
    [InlineData("""{"task_id":"8","task_status":"succeed","task_result":{},"image":"https://e.example/in.png","video_url":"https://e.example/in.mp4","video":"https://e.example/in.mp4"}""")]
    [InlineData("""{"task_id":"8","task_status":"succeed","task_result":{"reference_image":"https://e.example/in.png","reference":{"url":"https://e.example/in.mp4"},"first_frame":"https://e.example/in.png"}}""")]
    public void An_input_is_never_the_result(string task)
    {
        var body = $$"""{"code":0,"data":{{task}} }""";

        Assert.Equal(
            FaultCategory.BadResponse, KlingAsk.Fault(PathQuery.Api, LookupRequest.About("8", "videos/text2video"), body).Category);
    }

    [Fact]
    public void The_names_that_say_task_count_before_the_plain_ones()
    {
        var task = KlingAsk.Task(
            PathQuery.Api,
            LookupRequest.About("8", "videos/text2video"),
            """{"code":0,"data":{"id":"7","task_id":"8","status":"processing","task_status":"failed","task_status_msg":"why","message":"how"}}""");

        Assert.Equal(("8", KlingTaskStatus.Failed, "why"), (task.Reference.Id, task.Status, task.Failure?.Message));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"videos":null,"images":{},"audios":"x","voices":[null],"elements":[{}]}""")]
    [InlineData("""{"videos":[{"id":"v","url":null}]}""")]
    [InlineData("""{"videos":[{"id":"v","url":"ftp://e.example/a.mp4"}]}""")]
    public void A_success_without_a_usable_output_is_a_bad_response_and_never_the_input(string result)
    {
        var body = $$$$"""{"code":0,"data":{"task_id":"8","task_status":"succeed","task_info":{"parent_video":{"url":"https://e.example/input.mp4"}},"image":"https://e.example/in.png","task_result":{{{{result}}}}}}""";

        Assert.Equal(
            FaultCategory.BadResponse, KlingAsk.Fault(PathQuery.Api, LookupRequest.About("8", "videos/text2video"), body).Category);
    }

    [Fact]
    public void A_new_list_is_searched()
    {
        var task = Searched("""{"clips":[{"file":"https://e.example/clip.mp4"}]}""");

        Assert.True(task.FoundBySearch);
        Assert.Equal(new KlingOutput(OutputType.Video) { Url = "https://e.example/clip.mp4" }, Assert.Single(task.Outputs));
    }
}
