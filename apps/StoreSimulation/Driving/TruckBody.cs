namespace StoreSimulation.Driving;

/// <summary>A truck's speed and temperatures, which change from one record to the next.</summary>
internal sealed class TruckBody
{
    private const double CruisingKmh = 72;
    private const double FasterKmhPerSecond = 1.2;
    private const double SetC = 4;
    private const double WarmEngineC = 88;

    // The air of the cold space takes so long to come near what is around it: through the walls, through an open door,
    // and to what the refrigerator is set to.
    private const double WallMinutes = 20;
    private const double DoorMinutes = 60;
    private const double CoolingMinutes = 3;

    // A thermostat lets the temperature swing so far around what it is set to, in so many minutes.
    private const double SwingC = 0.4;
    private const double SwingMinutes = 12;

    private readonly double seconds;
    private readonly Pcg random;
    private readonly double ambientC;
    private double traffic = 1;
    private double swingAt;
    private double air = SetC;

    public TruckBody(TimeSpan every, Pcg random)
    {
        (seconds, this.random) = (every.TotalSeconds, random);
        ambientC = random.Between(20, 28);
        swingAt = random.Below(1000) * SwingMinutes / 1000;
        CargoC = SetC;
        EngineC = ambientC;
    }

    public double SpeedKmh { get; private set; }

    public double CargoC { get; private set; }

    public double EngineC { get; private set; }

    public bool HasFailed { get; set; }

    /// <param name="left">Metres to the next stop, before which the truck brakes.</param>
    /// <returns>Metres driven.</returns>
    public double Drive(DateTimeOffset at, double left)
    {
        traffic = Math.Clamp(traffic + Noise(0.04), 0.35, 1.1);
        var rush = at.Hour is (>= 6 and < 9) or (>= 15 and < 18) ? 0.75 : 1;
        var wanted = Math.Min(CruisingKmh * traffic * rush, 15 + (left / 10));
        var most = FasterKmhPerSecond * seconds;
        SpeedKmh = Math.Max(8, SpeedKmh + Math.Clamp(wanted - SpeedKmh, -2 * most, most) + Noise(1.5));
        Change(isDoorOpen: false);

        return SpeedKmh / 3.6 * seconds;
    }

    public void Stand()
    {
        SpeedKmh = 0;
        Change(isDoorOpen: true);
    }

    private void Change(bool isDoorOpen)
    {
        var minutes = seconds / 60;
        swingAt = (swingAt + minutes) % SwingMinutes;

        // Up for a half of the time, down for the other.
        var swing = SwingC * ((4 * Math.Abs((swingAt / SwingMinutes) - 0.5)) - 1);
        var toAmbient = ambientC - air;
        air += isDoorOpen ? toAmbient * minutes / DoorMinutes : 0;
        air += HasFailed ? toAmbient * minutes / WallMinutes : (SetC + swing - air) * minutes / CoolingMinutes;
        CargoC = air + Noise(0.1);

        var load = WarmEngineC + (SpeedKmh / 20);
        EngineC += ((SpeedKmh > 0 ? load : WarmEngineC - 8) - EngineC) * minutes / 6;
        EngineC += Noise(0.3);
    }

    // A number from -size to size, with the middle more often.
    private double Noise(double size) => size * (random.Between(-500, 500) + random.Between(-500, 500)) / 1000;
}
