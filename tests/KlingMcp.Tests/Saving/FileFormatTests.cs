using System.Text;
using KlingMcp.Domain;
using KlingMcp.Saving;

namespace KlingMcp.Tests.Saving;

/// <summary>The format of a file by its first bytes. A byte that is no letter is written as <c>\xx</c>.</summary>
public class FileFormatTests
{
    [Theory]
    [InlineData("\\00\\00\\00\\20ftypisom", "mp4")]
    [InlineData("\\00\\00\\00\\14ftypqt  ", "mov")]
    [InlineData("\\00\\00\\00\\20ftypM4A ", "m4a")]
    [InlineData("\\00\\00\\00\\20ftypavif", "avif")]
    [InlineData("\\1A\\45\\DF\\A3", "webm")]
    [InlineData("\\89PNG\\0D\\0A\\1A\\0A", "png")]
    [InlineData("\\FF\\D8\\FF\\E0", "jpg")]
    [InlineData("GIF89a", "gif")]
    [InlineData("RIFF\\00\\00\\00\\00WEBP", "webp")]
    [InlineData("RIFF\\00\\00\\00\\00WAVE", "wav")]
    [InlineData("ID3\\04", "mp3")]
    [InlineData("\\FF\\FB\\90", "mp3")]
    [InlineData("\\FF\\F1\\50", "aac")]
    [InlineData("glTF\\02", "glb")]
    [InlineData("PK\\03\\04", "zip")]
    [InlineData("WEBVTT\n\n", "vtt")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\nHello", "srt")]
    [InlineData("# made by\nv 1 2 3\n", "obj")]
    [InlineData("{\"words\":[]}", "json")]
    public void A_known_format_is_recognised(string head, string extension) =>
        Assert.Equal(extension, FileFormat.Of(Bytes(head))?.Extension);

    [Theory]
    [InlineData("")]
    [InlineData("<!DOCTYPE html><html>")]
    [InlineData("  \n<html>")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>")]
    [InlineData("MZ\\90\\00")]
    [InlineData("\\7FELF")]
    [InlineData("#!/bin/sh\nv ")]
    [InlineData("\\1F\\8B\\08")]
    [InlineData("Not found")]
    [InlineData("\\FF\\FE<\\00h\\00")]
    public void Anything_else_is_not(string head) => Assert.Null(FileFormat.Of(Bytes(head)));

    [Theory]
    [InlineData("\\00\\00\\00\\20ftypisom", "video audio voice element file")]
    [InlineData("\\89PNG\\0D\\0A\\1A\\0A", "image element file")]
    [InlineData("ID3\\04", "audio voice file")]
    [InlineData("{\"error\":\"x\"}", "subtitle file")]
    [InlineData("glTF\\02", "model file")]
    public void A_format_fits_the_types_that_may_have_it(string head, string types)
    {
        var format = FileFormat.Of(Bytes(head))!;

        Assert.Equal(
            types.Split(' ').Order(), Enum.GetValues<OutputType>().Where(format.Fits).Select(static t => t.Word).Order());
    }

    private static byte[] Bytes(string text)
    {
        List<byte> bytes = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
            else bytes.Add(Encoding.ASCII.GetBytes(text, i, 1)[0]);
            if (text[i] == '\\') i += 2;
        }

        return [.. bytes];
    }
}
