using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>What a training pass made of a group of pictures with as many codes each.</summary>
/// <param name="Embeddings">What went in, (b, prompt + codes, hidden).</param>
/// <param name="Hidden">Final rows that predict the codes, (b, codes, hidden).</param>
/// <param name="Logits">(b, codes, number of codes), fp32.</param>
/// <param name="CrossEntropy">−log of the probability of each true code, (b, codes).</param>
internal readonly record struct CodePass(Tensor Embeddings, Tensor Hidden, Tensor Logits, Tensor CrossEntropy);
