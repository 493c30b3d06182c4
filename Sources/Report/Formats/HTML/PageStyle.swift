/// How the page looks: on wide and narrow screens, by day and by night, and on paper.
enum PageStyle {
  // Blue and orange are told apart by nearly everybody; every pair of text and ground has a contrast
  // of at least 4.5 to 1 (WCAG 2.2, 1.4.3).
  static let css = """
    :root{--ground:#fff;--text:#1a202c;--quiet:#4a5568;--line:#cbd5e0;--soft:#f1f5f9;--supportive:#2b6cb0;
    --critical:#dd8a3c;--neutral:#cbd5e0;--ink:#3b2a1a;--volume:#718096;--link:#1d4f8f;color-scheme:light dark}
    @media(prefers-color-scheme:dark){:root{--ground:#14181f;--text:#e8edf4;--quiet:#aab6c5;--line:#3a4656;
    --soft:#1f2630;--supportive:#63a4e8;--critical:#e39a55;--neutral:#55637a;--ink:#14181f;--volume:#8a99ad;
    --link:#8fc0f5}}
    *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);
    font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
    main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem}h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0 1rem}
    h2{font-size:1.3rem;margin:2.6rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--line)}
    h3{font-size:1.05rem;margin:1.4rem 0 .4rem}svg{display:block;width:100%;height:auto;overflow:visible}
    svg.defs{position:absolute;width:0;height:0}svg text{fill:var(--text);font-size:15px}svg text.small{font-size:12px}
    .supportive{fill:var(--supportive)}.critical{fill:var(--critical)}.neutral{fill:var(--neutral)}.ink{fill:var(--ink)}
    .volume{fill:var(--volume)}.interval{stroke:var(--text);stroke-width:2;fill:none}
    .grid{stroke:var(--line);stroke-width:1}.event{stroke:var(--text);stroke-width:1.5}
    .change{stroke:var(--text);stroke-width:1.5;stroke-dasharray:4 3}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:1.2rem;padding:0;margin:.8rem 0}
    .legend li{display:flex;align-items:center;gap:.4rem}.legend svg{width:1.6rem}
    .mind{background:var(--soft);padding:.8rem 1rem .8rem 2rem;border-left:4px solid var(--critical)}
    .sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:0 2rem}
    .terms{list-style:none;padding:0;margin:0}.terms li{padding:.15rem 0}.term{font-weight:600;overflow-wrap:anywhere}
    .count{color:var(--quiet);font-size:.9rem}blockquote{margin:.6rem 0;padding:.5rem 1rem;background:var(--soft);
    border-left:3px solid var(--line);overflow-wrap:anywhere}p,li,dd{overflow-wrap:anywhere}
    details{margin:1rem 0}summary{cursor:pointer;color:var(--link)}a{color:var(--link)}
    :focus-visible{outline:3px solid var(--supportive);outline-offset:2px}
    .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;padding:.3rem 0;color:var(--quiet)}
    th,td{padding:.3rem .7rem .3rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:var(--quiet)}dd{margin:0}
    @media(max-width:32rem){body{font-size:16px}h1{font-size:1.5rem}svg text{font-size:18px}svg text.small{font-size:15px}
    dl{grid-template-columns:1fr}}
    @media print{body{font-size:11pt}main{max-width:none;padding:0}section{break-inside:avoid}
    details:not([open]){display:none}a{color:inherit;text-decoration:none}*{print-color-adjust:exact}}
    """
}
