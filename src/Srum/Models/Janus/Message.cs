namespace Srum.Models.Janus;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who speaks; it is written as it is.</param>
/// <param name="Words">What is said; empty = the place where an answer is awaited.</param>
internal readonly record struct Message(string Role, string Words);
