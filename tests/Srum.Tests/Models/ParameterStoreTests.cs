using Srum.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models;

public sealed class ParameterStoreTests
{
    [Fact]
    public void Everything_missing_misshapen_and_unused_is_named_at_once()
    {
        using var store = new ParameterStore(
            ["a", "b", "spare"], name => name == "a" ? ones(2, 3) : name == "b" ? ones(4) : null);
        store.Take("a", 2, 3);
        store.Take("b", 5);
        store.Take("gone", 1);
        var message = Assert.Throws<SrumException>(() => store.ThrowIfIncomplete("some.safetensors")).Message;
        Assert.All(
            (string[])["some.safetensors", "b (4 instead of 5)", "gone", "spare"],
            word => Assert.Contains(word, message));
        Assert.Equal(["gone"], store.Missing);
        Assert.Equal(["spare"], store.Unused);
    }

    [Fact]
    public void A_whole_source_is_no_fault()
    {
        using var store = new ParameterStore(["a"], _ => ones(2));
        store.Take("a", 2);
        store.ThrowIfIncomplete("some.safetensors");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_not_finite_is_named(float broken)
    {
        using var store = new ParameterStore(["a", "b"], name => name == "b" ? tensor([1f, broken]) : ones(2));
        store.Take("a", 2);
        store.Take("b", 2);

        var message = Assert.Throws<NotFiniteException>(() => store.ThrowIfIncomplete("some.safetensors")).Message;

        Assert.Contains("some.safetensors hold numbers that are not finite: b.", message);
    }

    [Fact]
    public void What_a_file_is_to_hold_is_made_when_it_is_written()
    {
        using var scope = NewDisposeScope();
        using var store = ParameterStore.Random(1);
        store.Take("a.weight", 4, 4).requires_grad_();
        store.Take("b", 2);
        var merged = store.Merged(name => name == "b" ? ScalarType.Float32 : ScalarType.BFloat16).ToArray();
        using (no_grad())
        {
            store["a.weight"].fill_(3);
        }

        Assert.Equal(
            ["a.weight BFloat16 [4, 4]", "b Float32 [2]"],
            merged.Select(tensor => $"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]"));
        using var made = merged[0].Make();
        Assert.Equal((ScalarType.BFloat16, false), (made.dtype, made.requires_grad));
        Assert.Equal(48, made.sum().ToDouble());
        merged[1].Make().Dispose();
        Assert.False(store["b"].IsInvalid);
    }

    [Fact]
    public void A_fixed_table_may_be_absent()
    {
        using var store = new ParameterStore([], _ => null);
        var table = store.Take("table", () => ones(3, 2), 3, 2);
        store.ThrowIfIncomplete("some.safetensors");
        Assert.Equal(6, table.sum().ToDouble());
    }

    [Fact]
    public void A_parameter_is_taken_once()
    {
        using var store = ParameterStore.Random(1);
        Assert.Same(store.Take("a.weight", 2, 2), store.Take("a.weight", 2, 2));
        Assert.Single(store.Parameters);
    }

    [Fact]
    public void Random_parameters_depend_on_seed_and_name_alone()
    {
        using var first = ParameterStore.Random(7);
        using var second = ParameterStore.Random(7);
        using var other = ParameterStore.Random(8);
        first.Take("before.weight", 3, 3);
        Assert.True(Same(first.Take("a.weight", 4, 4), second.Take("a.weight", 4, 4)));
        Assert.False(Same(first["a.weight"], other.Take("a.weight", 4, 4)));
        Assert.False(Same(first["a.weight"], first.Take("b.weight", 4, 4)));

        static bool Same(Tensor one, Tensor another) => one.eq(another).all().ToBoolean();
    }
}
