namespace Srum.Weights;

/// <summary>Files of an older model in a folder of ours, which would be read instead of what is written now.</summary>
internal static class OldFile
{
    /// <summary>Deletes a file, if there is one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="SrumException">It is there and cannot be deleted.</exception>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException(
                $"Cannot delete '{path}', which is older than what is written beside it: {failure.Message} "
                + "Delete it, or name another folder.",
                failure);
        }
    }
}
