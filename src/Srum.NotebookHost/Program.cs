using System.IO.Pipes;
using System.Text.Json;
using Srum.NotebookHost;

// Srum.NotebookHost FOLDER PIPE: runs the submissions that it reads on stdin, with FOLDER as the current directory, and
// tells each event as a line of JSON on the inherited pipe. Standard output stays free for what native code prints.
if (args is not [var folder, var pipe])
{
    Console.Error.WriteLine("Srum.NotebookHost is started by 'srum notebooks run'.");
    return 2;
}

var submissions = JsonSerializer.Deserialize<Submission[]>(Console.In.ReadToEnd(), JsonSerializerOptions.Web) ?? [];
using var report = new Report(new AnonymousPipeClientStream(PipeDirection.Out, pipe));
await new Session(folder, report).Run(submissions);

// Threads that a cell left behind must not keep the process, nor a cell's ExitCode become ours.
Environment.Exit(0);
return 0;
