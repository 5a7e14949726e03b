using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Tests.Native;

/// <summary>
/// A wrong kernel in the place of a fast one: the result is right all the same, and the user is told once.
/// </summary>
public sealed class VerifiedProductsTests : IDisposable
{
    private const long In = 48;
    private const long Out = 80;

    /// <summary>Columns that the wrong kernels compute wrongly: the last block.</summary>
    private const long Block = 16;

    private static readonly ProductKernel Plain = new(
        "the plain kernel", (x, weight, bias) => F.linear(x, weight, bias));

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly List<string> told = [];

    public void Dispose() => scope.Dispose();

    public static TheoryData<string> Faults =>
        ["values", "gradient of the rows", "gradient of the weight", "NaN in the weight's gradient"];

    [Fact]
    public void What_one_of_two_threads_is_given_outlives_the_scopes_of_the_other()
    {
        using var both = new Barrier(2);
        using var x = randn(40, In).DetachFromDisposeScope();
        using var weight = randn(Out, In).DetachFromDisposeScope();
        for (var time = 0; time < 3_000; time++)
        {
            var products = new VerifiedProducts(Plain, [Plain], told.Add);
            var other = new Thread(() => Product(products, leavesFirst: true));
            other.Start();
            var isThere = Product(products, leavesFirst: false);
            other.Join();
            Assert.True(isThere);
        }

        bool Product(VerifiedProducts products, bool leavesFirst)
        {
            both.SignalAndWait();
            var scope = NewDisposeScope();
            var product = products.Apply(x, weight, null);
            if (leavesFirst)
            {
                scope.Dispose();
            }

            both.SignalAndWait();
            var isThere = leavesFirst || !product.IsInvalid;
            scope.Dispose();
            return isThere;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_kernel_that_is_wrong_in_one_block_of_columns_never_gives_a_result(string fault)
    {
        var products = new VerifiedProducts(Plain, [new("the wrong kernel", Wrong(fault))], told.Add);
        for (var use = 0; use < 3; use++)
        {
            AssertRight(products, rows: 40);
        }

        AssertRight(products, rows: 41);
        var line = Assert.Single(told);
        Assert.Contains($"{In} → {Out} (Float32, 40 rows)", line);
        Assert.Contains("the wrong kernel", line);
        Assert.Contains("the plain kernel is used", line);
        Assert.DoesNotContain('\n', line);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_kernel_that_is_wrong_from_a_number_of_rows_on_computes_fewer_rows_alone(string fault)
    {
        var wrong = Wrong(fault);
        var fast = new ProductKernel(
            "the fast kernel", (x, weight, bias) => (x.shape[0] < 100 ? Plain.Apply : wrong)(x, weight, bias));
        var products = new VerifiedProducts(Plain, [fast], told.Add);

        foreach (var rows in (long[])[64, 99, 101, 127, 65, 100])
        {
            AssertRight(products, rows);
            Assert.Same(
                rows < 100 ? fast : Plain,
                products.KernelOf(new ProductShape(rows, In, Out, true, ScalarType.Float32, true, get_num_threads())));
        }

        Assert.Single(told);
    }

    [Fact]
    public void A_kernel_whose_gradients_are_wrong_still_computes_where_none_are_wanted()
    {
        var fast = new ProductKernel("the fast kernel", Wrong("gradient of the rows"));
        var products = new VerifiedProducts(Plain, [fast], told.Add);

        Assert.Same(
            fast, products.KernelOf(new ProductShape(40, In, Out, false, ScalarType.Float32, IsGraded: false, 1)));
        Assert.Same(
            Plain, products.KernelOf(new ProductShape(40, In, Out, false, ScalarType.Float32, IsGraded: true, 1)));
    }

    [Fact]
    public void The_next_candidate_takes_the_place_of_a_wrong_one()
    {
        var second = new ProductKernel("the second kernel", Plain.Apply);
        var products = new VerifiedProducts(Plain, [new("the wrong kernel", Wrong("values")), second], told.Add);

        AssertRight(products, rows: 40);

        Assert.Contains("the second kernel is used", Assert.Single(told));
    }

    [Fact]
    public void Operands_that_would_hide_a_fault_are_no_proof()
    {
        var products = new VerifiedProducts(Plain, [new("the wrong kernel", Wrong("values"))], told.Add);

        // Ten times nothing is nothing: a layer that starts at zero looks right whatever computes it.
        products.Apply(randn(40, In), zeros(Out, In), null);
        AssertRight(products, rows: 40);

        Assert.Single(told);
    }

    [Fact]
    public void Another_order_of_summation_is_no_fault()
    {
        // Four partial sums, as kernels that cut the columns make them.
        var other = new ProductKernel("another order", (x, weight, bias) =>
        {
            var parts = x.chunk(4, 1).Zip(weight.chunk(4, 1), (rows, columns) => F.linear(rows, columns));
            var sum = parts.Aggregate((a, b) => b.Plus(a));
            return bias is null ? sum : sum.Plus(bias);
        });
        var products = new VerifiedProducts(Plain, [other], told.Add);
        foreach (var (rows, widths) in new[] { (1L,
            (4L, 16L)), (3, (16, 16)), (300, (192, 512)), (2000, (512, 192)), (9000, (64, 16)) })
        {
            Assert.Same(other, products.KernelOf(
                new ProductShape(rows, widths.Item1, widths.Item2, true, ScalarType.Float32, true, 2)));
        }

        Assert.Empty(told);
    }

    [Fact]
    public void Rounding_to_bfloat16_is_no_fault_and_a_wrong_block_is()
    {
        var wide = new ProductKernel("fp32", (x, weight, bias) =>
            F.linear(x.to(float32), weight.to(float32), bias?.to(float32)).to(bfloat16));
        var narrow = new ProductKernel("bfloat16", Plain.Apply);
        var shape = new ProductShape(300, 512, 192, true, ScalarType.BFloat16, true, 2);

        using (no_grad())
        {
            new VerifiedProducts(wide, [narrow], told.Add).Apply(
                randn(70, In).to(bfloat16), randn(Out, In).to(bfloat16), null);
        }

        Assert.Same(narrow, new VerifiedProducts(wide, [narrow], told.Add).KernelOf(shape));
        Assert.Empty(told);
        Assert.Same(wide, new VerifiedProducts(wide, [new("wrong", Wrong("values"))], told.Add).KernelOf(shape));
        Assert.Single(told);
    }

    [Fact]
    public void Values_are_checked_on_what_is_computed_anyway()
    {
        using var outside = no_grad();
        var computed = 0;
        var counting = new ProductKernel("counting", (x, weight, bias) =>
        {
            computed++;
            return Plain.Apply(x, weight, bias);
        });
        var products = new VerifiedProducts(Plain, [counting], told.Add);

        products.Apply(randn(64, In), randn(Out, In), randn(Out));
        products.Apply(randn(64, In), randn(Out, In), randn(Out));

        Assert.Equal(2, computed);
        Assert.Equal(1, Assert.Single(products.Uses).RowCounts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_that_passes_leaves_no_shape_without_a_kernel(bool atHand)
    {
        using var outside = no_grad();
        var failures = 1;
        var fast = new ProductKernel("the fast kernel", (x, weight, bias) =>
            failures-- > 0 ? throw new InvalidOperationException("no memory") : Plain.Apply(x, weight, bias));
        var products = new VerifiedProducts(Plain, [fast], told.Add);
        var (x, weight) = (randn(64, In), randn(Out, In));
        var shape = new ProductShape(64, In, Out, false, ScalarType.Float32, false, get_num_threads());

        Assert.Throws<InvalidOperationException>(Use);
        Assert.Empty(products.Uses);
        Use();

        Assert.Same(fast, products.KernelOf(shape));
        Assert.Empty(told);

        void Use() => _ = atHand ? products.Apply(x, weight, null) : (object)products.KernelOf(shape);
    }

    [Fact]
    public void Data_that_are_not_finite_condemn_no_kernel()
    {
        using var outside = no_grad();
        var fast = new ProductKernel("the fast kernel", Plain.Apply);
        var products = new VerifiedProducts(Plain, [fast], told.Add);

        Assert.True(
            products.Apply(full([64, In], double.NaN.ToScalar()), randn(Out, In), null).isnan().all().item<bool>());

        Assert.Same(
            fast,
            products.KernelOf(new ProductShape(64, In, Out, false, ScalarType.Float32, false, get_num_threads())));
        Assert.Empty(told);
    }

    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e15)]
    public void Small_and_large_numbers_are_measured_by_their_own_size(double size)
    {
        using var outside = no_grad();
        using var factor = size.ToScalar();
        var (x, weight, bias) = (randn(200, In).mul(factor), randn(Out, In), randn(Out).mul(factor));
        var right = new VerifiedProducts(Plain, [new("the fast kernel", Plain.Apply)], told.Add);
        var wrong = new VerifiedProducts(Plain, [new("the wrong kernel", Wrong("values"))], told.Add);

        Assert.True(right.Apply(x, weight, bias).equal(Plain.Apply(x, weight, bias)).all().item<bool>());
        Assert.Empty(told);
        Assert.True(wrong.Apply(x, weight, bias).equal(Plain.Apply(x, weight, bias)).all().item<bool>());
        Assert.Single(told);
    }

    [Fact]
    public async Task Many_threads_see_one_decision()
    {
        var checks = 0;
        var counting = new ProductKernel("counting", (x, weight, bias) =>
        {
            Interlocked.Increment(ref checks);
            return Plain.Apply(x, weight, bias);
        });
        var products = new VerifiedProducts(Plain, [counting], told.Add);
        var shape = new ProductShape(64, In, Out, false, ScalarType.Float32, false, 1);

        var chosen = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => products.KernelOf(shape))));

        Assert.All(chosen, kernel => Assert.Same(counting, kernel));
        Assert.Equal(1, checks);
    }

    private void AssertRight(VerifiedProducts products, long rows)
    {
        var (x, weight, bias) = (randn(rows, In).requires_grad_(), randn(Out, In).requires_grad_(), randn(Out));
        var gradient = randn(rows, Out);
        using (no_grad())
        {
            Assert.True(
                allclose(products.Apply(x, weight, bias), F.linear(x, weight, bias), 1e-4, 1e-4),
                $"values at {rows} rows");
        }

        var value = products.Apply(x, weight, bias);
        value.backward([gradient]);
        Assert.True(allclose(value, F.linear(x, weight, bias), 1e-4, 1e-4), $"values at {rows} rows");
        Assert.True(allclose(x.grad!, gradient.mm(weight), 1e-4, 1e-4), $"gradient of the rows at {rows} rows");
        Assert.True(allclose(weight.grad!, gradient.t().mm(x), 1e-4, 1e-3), $"gradient of the weight at {rows} rows");
    }

    // A term that is zero and whose gradient is not makes a gradient wrong and no value.
    private static Func<Tensor, Tensor, Tensor?, Tensor> Wrong(string fault) => (x, weight, bias) =>
    {
        var value = Plain.Apply(x, weight, bias);
        var right = value.shape[1] - Block;
        switch (fault)
        {
            case "values":
                return cat([value.narrow(1, 0, right), value.narrow(1, right, Block).flip(1)], 1);
            case "gradient of the rows":
                var columns = x.narrow(1, x.shape[1] - Block, Block).sum(1, keepdim: true);
                return value.Plus(columns - columns.detach());
            case "gradient of the weight":
                var block = weight.narrow(0, right, Block).sum();
                return value.Plus(block - block.detach());
            default:
                var nothing = weight.narrow(0, right, Block).sum().mul(Scalars.Zero);
                return value.Plus(nothing.Plus(nothing.Squared().sqrt()).detach() - nothing.Squared().sqrt());
        }
    };
}
