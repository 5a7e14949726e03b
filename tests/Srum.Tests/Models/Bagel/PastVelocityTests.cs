using Srum.Models;
using Srum.Models.Bagel;
using Srum.Runs;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>What a solver makes of the velocities of two steps.</summary>
public sealed class PastVelocityTests
{
    [Fact]
    public void Euler_follows_the_velocity_itself()
    {
        using var scope = NewDisposeScope();
        using var past = new PastVelocity(FlowSolver.Euler);
        using var now = ones(1, 2, 3);
        past.Along(zeros(1, 2, 3), guided: true, 1, 0.8);
        Assert.Same(now, past.Along(now, guided: true, 0.8, 0.5));
    }

    [Fact]
    public void Adams_is_exact_where_velocities_lie_on_a_line()
    {
        using var scope = NewDisposeScope();
        using var past = new PastVelocity(FlowSolver.Adams);
        Assert.Equal(Velocity(1), Followed(past, 1, 0.7));
        // The mean of a line over a step is its value in the middle.
        Assert.Equal(Velocity(0.6), Followed(past, 0.7, 0.5), 1e-5);
        Assert.Equal(Velocity(0.25), Followed(past, 0.5, 0), 1e-5);
    }

    [Fact]
    public void Adams_begins_anew_where_guidance_begins_or_ends_to_act()
    {
        using var scope = NewDisposeScope();
        using var past = new PastVelocity(FlowSolver.Adams);
        Followed(past, 1, 0.8, guided: false);
        Assert.Equal(Velocity(0.8), Followed(past, 0.8, 0.6, guided: true));
        Assert.Equal(Velocity(0.5), Followed(past, 0.6, 0.4, guided: true), 1e-5);
        Assert.Equal(Velocity(0.4), Followed(past, 0.4, 0, guided: false));
    }

    [Fact]
    public void A_record_tells_of_a_solver_that_is_not_the_published_one()
    {
        var (euler, adams) = (new DrawSettings(), new DrawSettings { Solver = FlowSolver.Adams });
        Assert.NotEqual(ContentKey.Of(euler), ContentKey.Of(adams));
        Assert.Equal(ContentKey.Of(euler), ContentKey.Of(adams with { Solver = FlowSolver.Euler }));
    }

    private static float Velocity(double time) => (float)(3 - (2 * time));

    private static float Followed(PastVelocity past, double from, double to, bool guided = true) =>
        past.Along(full(1, 2, 3, Velocity(from)), guided, from, to)[0, 0, 0].item<float>();
}
