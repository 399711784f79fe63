using System.Text.Json;

namespace StoreSimulation.Driving;

/// <summary>The drive of one truck on its tours.</summary>
internal sealed class TruckDrive(IReadOnlyList<Tour> tours, DriveSettings settings, int truck)
{
    private static readonly TimeSpan BetweenTours = TimeSpan.FromMinutes(30);

    // The length of a radio gap; a truck keeps the records that it cannot send.
    private const int GapAtLeastSeconds = 90;
    private const int GapAtMostSeconds = 600;

    private readonly EventIds ids = new(settings.Seed + (ulong)truck, settings.Start);

    public IEnumerable<RefrigeratorFailure> Failures()
    {
        var failures = new List<RefrigeratorFailure>();
        foreach (var _ in Moments(failures))
        {
        }

        return failures;
    }

    public IEnumerable<TimedRecord> Records()
    {
        var radio = new Pcg(settings.Seed + 77 + (ulong)truck);
        var kept = new List<(string, ReadOnlyMemory<byte>)>();
        var backAt = DateTimeOffset.MinValue;
        var number = 0UL;
        var slowest = (int)Math.Min(2_000, settings.Every.TotalMilliseconds / 2);
        foreach (var moment in Moments([]))
        {
            var json = Json(moment, ids.Of(++number));
            if (moment.At < backAt)
            {
                kept.Add((moment.Tour.TruckId, json));
                continue;
            }

            // The newest first, so that the map is right at once; then what was kept.
            var sentAt = moment.At.AddMilliseconds(radio.Between(200, slowest));
            yield return new(sentAt, Drive.Stream, moment.Tour.TruckId, json);
            foreach (var (key, late) in kept)
            {
                yield return new(sentAt, Drive.Stream, key, late);
                if (radio.Chance(settings.DuplicatesPerMille * 5))
                {
                    yield return new(sentAt, Drive.Stream, key, late);
                }
            }

            kept.Clear();
            if (radio.Chance(settings.DuplicatesPerMille))
            {
                yield return new(sentAt, Drive.Stream, moment.Tour.TruckId, json);
            }

            if (radio.Chance(settings.GapsPerMille))
            {
                backAt = moment.At.AddSeconds(radio.Between(GapAtLeastSeconds, GapAtMostSeconds));
            }
        }

        // Back at the depot there is a radio.
        foreach (var (key, late) in kept)
        {
            yield return new(backAt, Drive.Stream, key, late);
        }
    }

    private IEnumerable<Moment> Moments(List<RefrigeratorFailure> failures)
    {
        var random = new Pcg(settings.Seed + 1_000 + (ulong)truck);
        var at = settings.Start.AddSeconds(random.Between(0, 15 * 60));
        foreach (var tour in tours)
        {
            var departed = at;
            var body = new TruckBody(settings.Every, random);
            foreach (var leg in tour.Legs)
            {
                var metres = 0.0;
                while (metres < leg.Metres)
                {
                    var before = metres;
                    metres = Math.Min(leg.Metres, metres + body.Drive(at, leg.Metres - metres));
                    yield return Step(tour, leg, metres, metres - before);
                }

                for (var until = at + leg.Unloading; at < until;)
                {
                    body.Stand();
                    yield return Step(tour, leg, leg.Metres, 0);
                }
            }

            at += BetweenTours;

            Moment Step(Tour tour, Leg leg, double metres, double driven)
            {
                if (!body.HasFailed && tour.FailsAfter <= at - departed)
                {
                    body.HasFailed = true;
                    failures.Add(new(tour.TruckId, tour.RouteId, at));
                }

                var moment = new Moment(tour, at, leg.At(metres), leg.Heading, driven, body.SpeedKmh, body.CargoC, body.EngineC);
                at += settings.Every;
                return moment;
            }
        }
    }

    private static ReadOnlyMemory<byte> Json(Moment moment, string id)
    {
        using var buffer = new MemoryStream(320);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event_id", id);
            json.WriteString("truck_id", moment.Tour.TruckId);
            json.WriteString("route_id", moment.Tour.RouteId);
            json.WriteString("recorded_at", moment.At.UtcDateTime);
            json.WriteNumber("latitude", Math.Round(moment.Place.Latitude, 5));
            json.WriteNumber("longitude", Math.Round(moment.Place.Longitude, 5));
            json.WriteNumber("speed_kmh", Math.Round(moment.SpeedKmh, 1));
            json.WriteNumber("heading", moment.Heading);
            json.WriteNumber("distance_m", Math.Round(moment.DrivenMetres, 1));
            json.WriteNumber("cargo_c", Math.Round(moment.CargoC, 2));
            json.WriteNumber("engine_c", Math.Round(moment.EngineC, 1));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private sealed record Moment(
        Tour Tour,
        DateTimeOffset At,
        (double Latitude, double Longitude) Place,
        int Heading,
        double DrivenMetres,
        double SpeedKmh,
        double CargoC,
        double EngineC);
}
