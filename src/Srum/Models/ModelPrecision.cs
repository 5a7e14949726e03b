namespace Srum.Models;

/// <summary>In which type a model's weights are held once they are read.</summary>
public enum ModelPrecision
{
    /// <summary>32 bits a number, whatever the file has: what training and exact comparison need.</summary>
    Fp32,

    /// <summary>
    /// bfloat16, 16 bits a number: published weights as they are, half the memory. Matrix products are computed in it,
    /// norms and sampling steps in fp32. For drawing, judging and answering; the autoencoder stays in its fp32.
    /// </summary>
    Bf16,

    /// <summary>
    /// 32 bits a number, matrix products in bfloat16: for training where the processor or card has it. On two cores
    /// with AVX-512 BF16 such a product is four times as fast (docs/decisions.md).
    /// </summary>
    Mixed,
}
