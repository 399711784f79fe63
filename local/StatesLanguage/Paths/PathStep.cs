using System.Collections.Immutable;

namespace StatesLanguage.Paths;

/// <summary>One step of a path. Its text is the normalized one that AWS's messages show.</summary>
internal abstract record PathStep
{
    private PathStep()
    {
    }

    public virtual bool IsDefinite => false;

    /// <summary>The value one step further on, or null; definite steps only.</summary>
    public virtual Json? Single(Json value) => null;

    /// <summary>Adds every value one step further on.</summary>
    public virtual void Each(Json value, Json root, List<Json> found)
    {
        if (Single(value) is { } one)
        {
            found.Add(one);
        }
    }

    public sealed record Member(string Name) : PathStep
    {
        public override bool IsDefinite => true;

        public override Json? Single(Json value) => (value as JsonObject)?[Name];

        public override string ToString() => $"['{Name}']";
    }

    /// <summary>An object of the members named, of those that are there.</summary>
    public sealed record Members(ImmutableArray<string> Names) : PathStep
    {
        public override bool IsDefinite => true;

        public override Json? Single(Json value)
        {
            if (value is not JsonObject owner)
            {
                return null;
            }

            var builder = new JsonObject.Builder();
            foreach (var name in Names)
            {
                if (owner.TryGet(name, out var member))
                {
                    builder.Add(name, member);
                }
            }

            return builder.Build();
        }

        public override string ToString() => $"[{string.Join(",", Names.Select(name => $"'{name}'"))}]";
    }

    public sealed record Element(int Index) : PathStep
    {
        public override bool IsDefinite => true;

        public override Json? Single(Json value) => value is JsonArray array ? At(array, Index) : null;

        public override string ToString() => $"[{Index}]";
    }

    public sealed record Elements(ImmutableArray<int> Indexes) : PathStep
    {
        public override void Each(Json value, Json root, List<Json> found)
        {
            if (value is JsonArray array)
            {
                found.AddRange(Indexes.Select(index => At(array, index)).OfType<Json>());
            }
        }

        public override string ToString() => $"[{string.Join(",", Indexes)}]";
    }

    public sealed record Slice(int? From, int? To) : PathStep
    {
        public override void Each(Json value, Json root, List<Json> found)
        {
            if (value is not JsonArray array)
            {
                return;
            }

            var from = Math.Max(FromStart(From ?? 0, array.Count), 0);
            var to = Math.Min(FromStart(To ?? array.Count, array.Count), array.Count);
            for (var i = from; i < to; i++)
            {
                found.Add(array[i]);
            }
        }

        public override string ToString() => $"[{From}:{To}]";

        private static int FromStart(int index, int count) => index < 0 ? index + count : index;
    }

    public sealed record Wildcard : PathStep
    {
        public override void Each(Json value, Json root, List<Json> found) => found.AddRange(Children(value));

        public override string ToString() => "[*]";
    }

    /// <summary>The value and everything below it, in the order of the text.</summary>
    public sealed record Descendants : PathStep
    {
        public override void Each(Json value, Json root, List<Json> found)
        {
            found.Add(value);
            foreach (var child in Children(value))
            {
                Each(child, root, found);
            }
        }

        public override string ToString() => "..";
    }

    public sealed record Where(PathFilter Filter) : PathStep
    {
        public override void Each(Json value, Json root, List<Json> found)
        {
            // An object is tried itself, an array by its elements.
            IEnumerable<Json> candidates = value is JsonArray array ? array : value is JsonObject ? [value] : [];
            found.AddRange(candidates.Where(candidate => Filter.Holds(candidate, root)));
        }

        public override string ToString() => "[?]";
    }

    /// <summary>A function at the end of a path, such as <c>length()</c>.</summary>
    public sealed record Function(string Name) : PathStep
    {
        public override bool IsDefinite => true;

        public override Json? Single(Json value) => PathFunctions.Apply(Name, value);

        public override string ToString() => $".{Name}()";
    }

    private static Json? At(JsonArray array, int index)
    {
        var place = index < 0 ? index + array.Count : index;
        return place >= 0 && place < array.Count ? array[place] : null;
    }

    private static IEnumerable<Json> Children(Json value) => value switch
    {
        JsonArray array => array,
        JsonObject owner => owner.Select(member => member.Value),
        _ => [],
    };
}
