using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace JsonValues;

/// <summary>An object: members in the order they were written. Equality does not look at the order.</summary>
public sealed class JsonObject : Json, IEnumerable<KeyValuePair<string, Json>>
{
    public static readonly JsonObject Empty = new([], []);

    // Up to here a look through the names is faster than a hash table, and takes no memory.
    private const int Few = 8;

    private readonly string[] names;
    private readonly Json[] values;
    private Dictionary<string, int>? places;
    private int utf8Length = -1;
    private int depth;

    private JsonObject(string[] names, Json[] values)
    {
        this.names = names;
        this.values = values;
    }

    public int Count => names.Length;

    public override int Utf8Length => utf8Length >= 0 ? utf8Length : utf8Length = Measure();

    internal override int Depth => depth > 0 ? depth : depth = 1 + values.Select(value => value.Depth).DefaultIfEmpty().Max();

    public Json? this[string name] => IndexOf(name) is >= 0 and var index ? values[index] : null;

    public static JsonObject Of(params ReadOnlySpan<(string Name, Json Value)> members)
    {
        var builder = new Builder(members.Length);
        foreach (var (name, value) in members)
        {
            builder.Add(name, value);
        }

        return builder.Build();
    }

    /// <summary>An object of the members that have a value: those whose value is null are left out, as AWS does in its answers.</summary>
    public static JsonObject OfPresent(params ReadOnlySpan<(string Name, Json? Value)> members)
    {
        var builder = new Builder(members.Length);
        foreach (var (name, value) in members)
        {
            if (value is not (null or JsonNull))
            {
                builder.Add(name, value);
            }
        }

        return builder.Build();
    }

    public static JsonObject Of(IEnumerable<KeyValuePair<string, Json>> members)
    {
        var builder = new Builder();
        foreach (var (name, value) in members)
        {
            builder.Add(name, value);
        }

        return builder.Build();
    }

    /// <summary>Takes both arrays over: names must differ, and the caller must not change them afterwards.</summary>
    internal static JsonObject Owning(string[] names, Json[] values) => new(names, values);

    public bool TryGet(string name, [NotNullWhen(true)] out Json? value) => (value = this[name]) is not null;

    /// <summary>The object with one member set, at its old place or else at the end.</summary>
    public JsonObject With(string name, Json value)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            var replaced = (Json[])values.Clone();
            replaced[index] = value;
            return new JsonObject(names, replaced);
        }

        return new JsonObject([.. names, name], [.. values, value]);
    }

    /// <summary>The object without some of its members; itself where it has none of them.</summary>
    public JsonObject Without(params ReadOnlySpan<string> left)
    {
        var builder = new Builder(Count);
        for (var i = 0; i < names.Length; i++)
        {
            if (!left.Contains(names[i]))
            {
                builder.Add(names[i], values[i]);
            }
        }

        return builder.Count == Count ? this : builder.Build();
    }

    public (string Name, Json Value) At(int index) => (names[index], values[index]);

    public IEnumerator<KeyValuePair<string, Json>> GetEnumerator()
    {
        for (var i = 0; i < names.Length; i++)
        {
            yield return new(names[i], values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(Json? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not JsonObject that || that.Count != Count)
        {
            return false;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (!values[i].Equals(that[names[i]]))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode()
    {
        var hash = 0;
        for (var i = 0; i < names.Length; i++)
        {
            hash ^= HashCode.Combine(names[i], values[i]);
        }

        return hash;
    }

    public override void Write(Utf8Buffer buffer)
    {
        buffer.Write((byte)'{');
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
            {
                buffer.Write((byte)',');
            }

            buffer.WriteString(names[i]);
            buffer.Write((byte)':');
            values[i].Write(buffer);
        }

        buffer.Write((byte)'}');
    }

    private int IndexOf(string name)
    {
        if (names.Length <= Few)
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }

        return (places ??= Index()).GetValueOrDefault(name, -1);
    }

    private Dictionary<string, int> Index()
    {
        var index = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            index.Add(names[i], i);
        }

        return index;
    }

    private int Measure()
    {
        var length = 2 + Math.Max(names.Length - 1, 0);
        for (var i = 0; i < names.Length; i++)
        {
            length += Utf8Buffer.LengthOf(names[i]) + 1 + values[i].Utf8Length;
        }

        return length;
    }

    /// <summary>Collects members; a name that comes again takes the later value, at the place of the first.</summary>
    public sealed class Builder(int capacity = 4)
    {
        private readonly List<string> names = new(capacity);
        private readonly List<Json> values = new(capacity);
        private Dictionary<string, int>? places;

        public int Count => names.Count;

        public Builder Add(string name, Json value)
        {
            var index = IndexOf(name);
            if (index >= 0)
            {
                values[index] = value;
                return this;
            }

            places?.Add(name, names.Count);
            names.Add(name);
            values.Add(value);
            return this;
        }

        public JsonObject Build() => names.Count == 0 ? Empty : new JsonObject([.. names], [.. values]);

        private int IndexOf(string name)
        {
            if (names.Count <= Few)
            {
                return names.IndexOf(name);
            }

            if (places is null)
            {
                places = new Dictionary<string, int>(StringComparer.Ordinal);
                for (var i = 0; i < names.Count; i++)
                {
                    places.Add(names[i], i);
                }
            }

            return places.GetValueOrDefault(name, -1);
        }
    }
}
