"""The real .NET Interactive kernel for the scripts beside this file: the one pinned in .config/dotnet-tools.json.

It is described to Jupyter in a folder under artifacts/, so nothing is installed for the user.
"""
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = ".net-csharp"


def environment():
    """Quiet: no telemetry, and none of the web host's log lines among what cells print."""
    os.environ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1"
    os.environ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1"
    os.environ["DOTNET_NOLOGO"] = "1"
    os.environ["Logging__LogLevel__Default"] = "Warning"
    os.environ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Warning"


def describe():
    folder = ROOT / "artifacts" / "jupyter" / "kernels" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kernel.json").write_text(json.dumps({
        "argv": ["dotnet", "tool", "run", "dotnet-interactive", "jupyter", "--default-kernel", "csharp", "{connection_file}"],
        "display_name": ".NET (C#)",
        "language": "C#",
    }))
    os.environ["JUPYTER_PATH"] = str(ROOT / "artifacts" / "jupyter")
    environment()


def quick(source, tags):
    """A cell's source for a quick run."""
    return source.replace("var quick = false;", "var quick = true;") if "parameters" in tags else source


def code_cells(path):
    """Sources of a notebook's code cells, quick."""
    cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    return [quick("".join(cell["source"]), cell["metadata"].get("tags", [])) for cell in cells if cell["cell_type"] == "code"]
