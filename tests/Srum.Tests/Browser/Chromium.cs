using System.Diagnostics;

namespace Srum.Tests.Browser;

/// <summary>
/// Debian's Chromium, headless and without any network. A page writes what a test wants to know into its body.
/// </summary>
internal static class Chromium
{
    /// <summary>The document after its scripts have run, and what it wrote to the console.</summary>
    public static (string Dom, string[] Console) Open(string page)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var file = Path.Combine(folder, "page.html");
            File.WriteAllText(file, page);
            var start =
                new ProcessStartInfo("chromium") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])
                [
                    "--headless",
                    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={folder}/profile",
                    "--host-resolver-rules=MAP * ~NOTFOUND",
                    "--enable-logging=stderr",
                    "--window-size=1280,900", "--virtual-time-budget=20000", "--dump-dom", new Uri(file).AbsoluteUri,
                ])
            {
                start.ArgumentList.Add(argument);
            }

            using var browser = Process.Start(start)!;
            var log = browser.StandardError.ReadToEndAsync();
            var dom = browser.StandardOutput.ReadToEnd();
            browser.WaitForExit();
            return (dom,
                [.. log.Result.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
