using StatesLanguage.Results;

namespace StatesLanguage.Maps;

/// <summary>Puts the results of a map run together, and writes them where a ResultWriter says.</summary>
internal sealed class ResultWriting(ResultWriter? writer, string stateMachineArn)
{
    private ResultTransformation Transformation => writer?.Transformation ?? ResultTransformation.Compact;

    /// <summary>The results as the output of the state: without ResultWriter, or with one that has no bucket.</summary>
    public Json Output(IEnumerable<(ChildExecution Child, ExecutionResult Result)> children)
    {
        var results = JsonArray.Of(Transformed(children));
        return writer is { AsLines: true } ? Json.Of(string.Concat(results.Select(result => $"{result}\n"))) : results;
    }

    /// <summary>Writes the result files and their manifest.</summary>
    /// <param name="objects">The store to which results are written.</param>
    /// <param name="parameters">Bucket and Prefix.</param>
    /// <param name="mapRunArn">The map run, whose id keeps its files apart from another's.</param>
    /// <param name="ended">Children that ended, in their order.</param>
    /// <param name="pending">Children that were never started, or stopped.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>The place of the manifest, as AWS puts it in ResultWriterDetails.</returns>
    public async Task<JsonObject> WriteAsync(
        IObjectStore objects, Json parameters, string mapRunArn,
        IReadOnlyList<(ChildExecution Child, ExecutionResult Result)> ended, IReadOnlyList<JsonObject> pending,
        CancellationToken cancellation)
    {
        var bucket = ((parameters as JsonObject)?["Bucket"] as JsonString)?.Value
            ?? throw new StateFailure(StatesError.ResultWriterFailed, "The parameter 'Bucket' of the ResultWriter must be a string.");
        var prefix = ((parameters as JsonObject)?["Prefix"] as JsonString)?.Value.TrimEnd('/');
        var id = mapRunArn[(mapRunArn.LastIndexOf(':') + 1)..];
        var folder = string.IsNullOrEmpty(prefix) ? id : $"{prefix}/{id}";

        var succeeded = Transformed(ended.Where(child => child.Result is ExecutionResult.Succeeded));
        var failed = Transformed(ended.Where(child => child.Result is not ExecutionResult.Succeeded));
        var files = JsonObject.Of(
            ("FAILED", await WriteAsync(objects, bucket, $"{folder}/FAILED", failed, cancellation)),
            ("PENDING", await WriteAsync(objects, bucket, $"{folder}/PENDING", pending, cancellation)),
            ("SUCCEEDED", await WriteAsync(objects, bucket, $"{folder}/SUCCEEDED", succeeded, cancellation)));
        var manifest = JsonObject.Of(
            ("DestinationBucket", Json.Of(bucket)), ("MapRunArn", Json.Of(mapRunArn)), ("ResultFiles", files));
        await objects.WriteAsync(bucket, $"{folder}/manifest.json", manifest.ToUtf8(), cancellation);
        return JsonObject.Of(("Bucket", Json.Of(bucket)), ("Key", Json.Of($"{folder}/manifest.json")));
    }

    private IEnumerable<Json> Transformed(IEnumerable<(ChildExecution Child, ExecutionResult Result)> children)
    {
        foreach (var (child, result) in children)
        {
            if (result is not ExecutionResult.Succeeded(var output, _) || Transformation == ResultTransformation.None)
            {
                yield return ChildReport.Of(child, stateMachineArn, result);
            }
            else if (Transformation == ResultTransformation.Flatten && output is JsonArray array)
            {
                foreach (var item in array)
                {
                    yield return item;
                }
            }
            else
            {
                yield return output;
            }
        }
    }

    private async Task<JsonArray> WriteAsync(
        IObjectStore objects, string bucket, string name, IEnumerable<Json> results, CancellationToken cancellation)
    {
        var extension = writer is { AsLines: true } ? "jsonl" : "json";
        List<Json> files = [];
        foreach (var part in Parts(results))
        {
            var key = $"{name}_{files.Count}.{extension}";
            using var content = part;
            await objects.WriteAsync(bucket, key, content.WrittenMemory, cancellation);
            files.Add(JsonObject.Of(("Key", Json.Of(key)), ("Size", Json.Of((long)content.Length))));
        }

        return JsonArray.Of(files);
    }

    // One file, unless it grew past what one buffer holds.
    private IEnumerable<Utf8Buffer> Parts(IEnumerable<Json> results)
    {
        const int Most = int.MaxValue / 4;
        var (open, close, separator) = writer is { AsLines: true } ? ("", "", "\n") : ("[", "]", ",");
        Utf8Buffer? part = null;
        foreach (var result in results)
        {
            if (part is { Length: > Most })
            {
                part.WriteAscii(close);
                yield return part;
                part = null;
            }

            if (part is null)
            {
                part = new Utf8Buffer();
                part.WriteAscii(open);
            }
            else
            {
                part.WriteAscii(separator);
            }

            result.Write(part);
        }

        if (part is not null)
        {
            part.WriteAscii(close);
            yield return part;
        }
    }
}
