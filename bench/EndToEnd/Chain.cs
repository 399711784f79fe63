using System.Globalization;

namespace Bench.EndToEnd;

/// <summary>Stores whose readings are a matter of arithmetic, so that the right answer is known without any query.</summary>
internal sealed record Chain(int Stores, int Products, int ReadingsOfLine, int Repeat)
{
    private const int Depots = 10;
    private const int ReorderPoint = 10;
    private const int TargetLevel = 60;
    private const int ShelfCapacity = 72;
    private const int CaseSize = 6;
    private const int SoldBetweenReadings = 2;

    // One line in so many is low.
    private const int LowEvery = 20;

    public long Readings => (long)Stores * Products * ReadingsOfLine;

    /// <summary>Lines low at their last reading.</summary>
    public long LowLines => Lines().Count(line => line.OnHand <= ReorderPoint);

    /// <summary>Units ordered for them: up to the target, in whole cases.</summary>
    public long Units => Lines().Where(line => line.OnHand <= ReorderPoint)
        .Sum(line => (long)(TargetLevel - line.OnHand + CaseSize - 1) / CaseSize * CaseSize);

    public static Chain Of(string[] options)
    {
        var given = options.Chunk(2).ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
        var (stores, products) = ((int)given.GetValueOrDefault("--stores", 1_000), (int)given.GetValueOrDefault("--products", 1_000));
        var readings = given.GetValueOrDefault("--readings", 10_000_000);
        return new(stores, products, (int)Math.Max(1, readings / ((long)stores * products)), (int)given.GetValueOrDefault("--repeat", 1));
    }

    /// <summary>The readings as JSON Lines, two hours between those of a line, in the order of time.</summary>
    public void WriteReadings(string path, DateTimeOffset last)
    {
        using var file = new StreamWriter(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 1 << 20,
        });
        for (var before = ReadingsOfLine - 1; before >= 0; before--)
        {
            var time = last.AddHours(-2 * before).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            foreach (var (store, product, onHand) in Lines())
            {
                file.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"event_id":"{{store:0000}}-{{product:0000}}-{{before:00}}","store_id":"store-{{store:0000}}","product_id":"product-{{product:00000}}","on_hand":{{onHand + (SoldBetweenReadings * before)}},"reorder_point":{{ReorderPoint}},"target_level":{{TargetLevel}},"shelf_capacity":{{ShelfCapacity}},"case_size":{{CaseSize}},"unit_volume_l":{{0.25 + (product % 8 * 0.25)}},"recorded_at":"{{time}}"}"""));
                file.Write('\n');
            }
        }
    }

    public void WriteReferenceData(string stores, string depots)
    {
        File.WriteAllLines(stores, Enumerable.Range(0, Stores).Select(store => string.Create(
            CultureInfo.InvariantCulture,
            $"store-{store:0000},Store {store},north,depot-{store % Depots},{50 + (store * 37 % 1000 * 0.002):0.000},{8 + (store * 91 % 1000 * 0.003):0.000}"))
            .Prepend("store_id,name,region,depot_id,latitude,longitude"));
        File.WriteAllLines(depots, Enumerable.Range(0, Depots).Select(depot => string.Create(
            CultureInfo.InvariantCulture,
            $"depot-{depot},Depot {depot},{50.5 + (depot * 0.1):0.0},{9 + (depot * 0.1):0.0},20,20000"))
            .Prepend("depot_id,name,latitude,longitude,trucks,truck_volume_l"));
    }

    // The units on hand at the last reading: 0 to 9 for a low line, else 20 to 49.
    private IEnumerable<(int Store, int Product, int OnHand)> Lines()
    {
        for (var store = 0; store < Stores; store++)
        {
            for (var product = 0; product < Products; product++)
            {
                var mixed = (store * 31) + (product * 17);
                yield return (store, product, (store + product) % LowEvery == 0 ? mixed % ReorderPoint : 20 + (mixed % 30));
            }
        }
    }
}
