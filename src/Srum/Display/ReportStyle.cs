namespace Srum.Display;

/// <summary>The style sheet of <see cref="ReportPage"/>.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root { color-scheme: light dark; --page: #f6f5f2; --card: #fff; --ink: #1d2327; --soft: #5b656c; --line: #e0ddd6; --accent: #16707b; --bad: #a5342c; }
        @media (prefers-color-scheme: dark) { :root { --page: #14181b; --card: #1d2327; --ink: #e6e8e9; --soft: #9aa5ab; --line: #333b41; --accent: #5fb9c4; --bad: #e8857d; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 64px; }
        nav { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 8px 0; border-bottom: 1px solid var(--line); position: sticky; top: 0; background: var(--page); }
        nav a { color: var(--accent); }
        section { scroll-margin-top: 48px; }
        .headline { font-size: 20px; line-height: 1.35; margin: 0 0 16px; max-width: 52rem; }
        .why { color: var(--bad); }
        .kicker { margin: 0; color: var(--accent); font-weight: 600; letter-spacing: .02em; }
        h1 { margin: 0 0 12px; font-size: 34px; line-height: 1.15; letter-spacing: -.02em; overflow-wrap: anywhere; }
        h2 { margin: 44px 0 14px; font-size: 21px; letter-spacing: -.01em; }
        h3 { margin: 0; font-size: 15px; line-height: 1.35; overflow-wrap: anywhere; }
        dl { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 0 0 12px; }
        dt { color: var(--soft); font-size: 12px; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 0 0 14px; overflow-x: auto; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 14px; }
        .pair .card { margin: 0; }
        .finding { margin: 0 0 8px; padding-left: 12px; border-left: 3px solid var(--accent); }
        .note { color: var(--soft); margin: 0 0 12px; }
        .prompts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 14px; }
        .prompts .card { margin: 0; }
        .tag { margin: 2px 0 10px; color: var(--soft); font-size: 12px; }
        .row { display: grid; grid-template-columns: repeat(auto-fit, minmax(72px, 1fr)); gap: 10px; }
        figure { margin: 0; }
        .row img { width: 100%; display: block; }
        figcaption { font-size: 12px; color: var(--soft); margin-top: 4px; }
        .right { color: var(--accent); font-weight: 600; }
        .wrong { color: var(--bad); }
        .stages > div { display: grid; grid-template-columns: minmax(90px, 150px) 1fr 150px; gap: 12px; align-items: center; padding: 3px 0; }
        .stages > div > span:last-child { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .bar { background: var(--line); border-radius: 4px; height: 8px; }
        .bar i { display: block; height: 8px; border-radius: 4px; background: var(--accent); }
        .total { border-top: 1px solid var(--line); margin-top: 6px; font-weight: 600; }
        summary { cursor: pointer; }
        pre { overflow-x: auto; font-size: 12px; line-height: 1.45; }
        @media (max-width: 520px) { main { padding: 20px 12px 48px; } h1 { font-size: 26px; } .card { padding: 12px; } .stages > div { grid-template-columns: 80px 1fr 116px; gap: 8px; font-size: 13px; } }

        """;
}
