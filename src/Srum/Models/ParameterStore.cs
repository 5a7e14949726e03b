using Srum.Models.Adapters;
using Srum.Native;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>
/// The parameters of a model by published name. Modules take theirs by name and shape; afterwards
/// <see cref="ThrowIfIncomplete"/> names everything missing, misshapen or unused, so that no weight is silently left
/// random or ignored.
/// </summary>
internal sealed class ParameterStore : IDisposable
{
    /// <summary>So many numbers are looked through in less than a second.</summary>
    private const long FewNumbers = 1 << 28;

    private readonly Func<string, Tensor?> read;
    private readonly IReadOnlyCollection<string> offered;
    private readonly List<string> missing = [];
    private readonly List<string> misshapen = [];
    private readonly Dictionary<string, Tensor> taken = [];
    private readonly List<string> order = [];
    private readonly List<LinearLayer> layers = [];

    /// <summary>Takes parameters from a source of named tensors.</summary>
    /// <param name="offered">Every name the source holds.</param>
    /// <param name="read">Reads one in the dtype and on the device wanted; the store owns the result.</param>
    public ParameterStore(IReadOnlyCollection<string> offered, Func<string, Tensor?> read) =>
        (this.offered, this.read) = (offered, read);

    /// <summary>Names in the order in which modules took them, with their live tensors.</summary>
    public IEnumerable<(string Name, Tensor Value)> Parameters => order.Select(name => (name, taken[name]));

    /// <summary>The linear layers, in the order in which modules took them.</summary>
    public IReadOnlyList<LinearLayer> Layers => layers;

    /// <summary>Names that the modules asked for and the source lacks.</summary>
    public IReadOnlyList<string> Missing => missing;

    /// <summary>Names whose shape is not the one the sizes ask for, with both shapes.</summary>
    public IReadOnlyList<string> Misshapen => misshapen;

    /// <summary>Names of the source that no module asked for.</summary>
    public IReadOnlyList<string> Unused =>
        [.. offered.Where(name => !taken.ContainsKey(name)).Order(StringComparer.Ordinal)];

    /// <summary>The parameter of a name.</summary>
    public Tensor this[string name] => taken[name];

    /// <summary>
    /// A source of freshly drawn parameters, reproducible from a seed: each name has its own generator.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="read">What some of them are instead; null = none.</param>
    public static ParameterStore Random(long seed, Func<string, Tensor?>? read = null) =>
        new([], read ?? (_ => null)) { Initialiser = new Initialiser(seed) };

    /// <summary>Where parameters live; the CPU by default.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>
    /// What matrix products are computed in: null = as the parameters are stored; bfloat16 keeps fp32 parameters, norms
    /// and residuals.
    /// </summary>
    public ScalarType? Compute { get; set; }

    private Initialiser? Initialiser { get; init; }

    /// <summary>
    /// The parameter of a published name; a missing or misshapen one is noted and stands in as zeros.
    /// </summary>
    public Tensor Take(string name, params long[] shape) => Take(name, null, shape);

    /// <summary>As <see cref="Take(string, long[])"/>, for a fixed table that files may leave out.</summary>
    public Tensor Take(string name, Func<Tensor>? otherwise, params long[] shape)
    {
        if (taken.TryGetValue(name, out var known))
        {
            return known;
        }

        var value = read(name) ?? otherwise?.Invoke() ?? Initialiser?.Draw(name, shape);
        if (value is null)
        {
            missing.Add(name);
            value = zeros(shape, device: Device);
        }
        else if (!value.shape.SequenceEqual(shape))
        {
            misshapen.Add($"{name} ({string.Join(" × ", value.shape)} instead of {string.Join(" × ", shape)})");
            value.Dispose();
            value = zeros(shape, device: Device);
        }

        order.Add(name);
        return taken[name] = OnDevice(value).DetachFromDisposeScope();
    }

    /// <summary>The linear layer of a published name.</summary>
    /// <param name="name">Its name, without <c>.weight</c>.</param>
    /// <param name="wanted">Numbers that come out of it.</param>
    /// <param name="width">Numbers that go in.</param>
    /// <param name="bias">Whether it has a bias.</param>
    public LinearLayer TakeLayer(string name, long wanted, long width, bool bias = false)
    {
        var weight = Take(name + ".weight", wanted, width);
        var layer = new LinearLayer(this, name, weight, bias ? Take(name + ".bias", wanted) : null);
        layers.Add(layer);
        return layer;
    }

    /// <summary>
    /// As <see cref="Parameters"/>, with what adapters add to them: what a file is to hold. Each is made when it is
    /// written, so that no second model is held meanwhile.
    /// </summary>
    /// <param name="type">The element type of a name.</param>
    public IReadOnlyCollection<LazyTensor> Merged(Func<string, ScalarType> type)
    {
        var adapters = layers.Where(layer => layer.Adapter is not null)
            .ToDictionary(layer => layer.Name + ".weight", layer => layer.Adapter!);
        return [.. Parameters.Select(parameter => Lazy(parameter.Name, parameter.Value, type(parameter.Name)))];

        LazyTensor Lazy(string name, Tensor value, ScalarType wanted) => new(name, wanted, value.shape, () =>
        {
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            var whole = adapters.GetValueOrDefault(name)?.MergedInto(value) ?? value;
            return whole.detach().to(wanted).MoveToOuterDisposeScope();
        });
    }

    /// <summary>The same value, if every number of it is finite.</summary>
    /// <param name="value">What the model computed.</param>
    /// <param name="what">What it is, to begin a message with.</param>
    /// <param name="beside">Further parameters of the model; null = none.</param>
    /// <exception cref="NotFiniteException">
    /// It is not; the message names the first weight that is not either.
    /// </exception>
    public Tensor Finite(Tensor value, string what, ParameterStore? beside = null) => value.IsFinite()
        ? value
        : throw new NotFiniteException(NotFinite.Concat(beside?.NotFinite ?? []).FirstOrDefault() is { } name
            ? $"{what} is not finite, since the weight {name} is not: open a model with sound weights."
            : $"{what} is not finite, though all weights are: 'srum doctor' tells whether this processor computes "
                + "rightly.");

    /// <summary>
    /// What holds NaN or infinity: parameters by their names, and adapters by their layers'. All are read for it.
    /// </summary>
    public IEnumerable<string> NotFinite => order.Where(name => !taken[name].IsFinite()).Concat(
        layers.Where(layer => layer.Adapter is { } adapter && !(adapter.A.IsFinite() && adapter.B.IsFinite()))
            .Select(layer => $"{layer.Name} of the adapter"));

    /// <summary>Ends the taking.</summary>
    /// <exception cref="SrumException">Something is missing, misshapen or unused; the message names it.</exception>
    /// <exception cref="NotFiniteException">
    /// A parameter is not finite; looked for where all together are so few that nobody waits for it.
    /// </exception>
    public void ThrowIfIncomplete(string source)
    {
        var faults = new List<string>();
        Add("missing", missing);
        Add("of the wrong shape", misshapen);
        Add("not used by this model", Unused);
        if (faults.Count > 0)
        {
            throw new SrumException($"The weights in {source} do not fit their configuration: "
                + $"{string.Join("; ", faults)}. 'srum inspect' lists them all.");
        }

        if (taken.Values.Sum(value => value.numel()) <= FewNumbers && NotFinite.ToList() is { Count: > 0 } broken)
        {
            throw new NotFiniteException(
                $"The weights in {source} hold numbers that are not finite: {Listed(broken)}. "
                + "Copy or fetch the file again; if it comes from a training, take an earlier state of it.");
        }

        void Add(string what, IReadOnlyList<string> names)
        {
            if (names.Count > 0)
            {
                faults.Add($"{names.Count} {what}: {Listed(names)}");
            }
        }

        static string Listed(IReadOnlyList<string> names) =>
            string.Join(", ", names.Take(8)) + (names.Count > 8 ? ", …" : "");
    }

    private Tensor OnDevice(Tensor value)
    {
        if (value.device.type == Device.type)
        {
            return value;
        }

        using (value)
        {
            return value.to(Device);
        }
    }

    public void Dispose()
    {
        foreach (var value in taken.Values)
        {
            value.Dispose();
        }

        foreach (var layer in layers)
        {
            layer.Adapter?.Dispose();
        }
    }
}
