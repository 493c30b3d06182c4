/// How the page looks: on wide and narrow screens, by day and by night, and on paper.
enum PageStyle {
  // Blue and orange are told apart by nearly everybody; every pair of text and ground has a contrast
  // of at least 4.5 to 1 (WCAG 2.2, 1.4.3).
  static let css = """
    :root{--ground:#fff;--text:#1a202c;--quiet:#4a5568;--line:#cbd5e0;--soft:#f1f5f9;--supportive:#2b6cb0;
    --critical:#c8752b;--neutral:#8a97a8;--ink:#3b2a1a;--volume:#718096;--link:#1d4f8f;color-scheme:light dark}
    @media(prefers-color-scheme:dark){:root{--ground:#14181f;--text:#e8edf4;--quiet:#aab6c5;--line:#3a4656;
    --soft:#1f2630;--supportive:#63a4e8;--critical:#e39a55;--neutral:#718096;--ink:#14181f;--volume:#8a99ad;
    --link:#8fc0f5}}
    *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);
    font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
    main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem}h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0 1rem}
    h1,h2,h3,p,li,dd,caption,summary{overflow-wrap:anywhere}
    h2{font-size:1.3rem;line-height:1.3;margin:2.6rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--line)}
    h3{font-size:1.05rem;line-height:1.3;margin:1.4rem 0 .4rem}ol,ul{padding-left:1.6rem}
    svg{display:block;width:100%}svg.defs{position:absolute;width:0;height:0}svg text{fill:var(--text);font-size:12px}
    .supportive{fill:var(--supportive)}.critical{fill:var(--critical)}.neutral{fill:var(--neutral)}.ink{fill:var(--ink)}
    .volume{fill:var(--volume)}.halo{stroke:var(--ground);stroke-width:5}.interval{stroke:var(--text);stroke-width:2}
    .grid{stroke:var(--line);stroke-width:1}.event{stroke:var(--text);stroke-width:1.5}
    .change{stroke:var(--text);stroke-width:1.5;stroke-dasharray:4 3}
    .bar{display:grid;grid-template-columns:6rem 1fr 9.5rem;gap:0 .8rem;align-items:center;padding:.2rem 0;font-size:.95rem}
    .bar .name{text-align:right}.track{height:24px;overflow:visible}.figure{white-space:nowrap}
    .plot{display:grid;grid-template-columns:2.8rem 1fr;gap:0 .4rem;margin:.8rem 0}
    .plot svg{height:318px;overflow:visible}.low svg{height:122px}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:1.2rem;padding:0;margin:.8rem 0}
    .legend li{display:flex;align-items:center;gap:.4rem}.key{width:1.6rem;height:1rem}
    .mind{background:var(--soft);padding:.8rem 1rem .8rem 2rem;border-left:4px solid var(--critical)}
    .mind li+li{margin-top:.5rem}ol>li{margin:.5rem 0}
    .sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr));gap:0 2rem}
    .terms{list-style:none;padding:0;margin:0}.terms li{padding:.15rem 0}.term{font-weight:600}
    .count{color:var(--quiet);font-size:.9rem}blockquote{margin:.6rem 0;padding:.5rem 1rem;background:var(--soft);
    border-left:3px solid var(--line);overflow-wrap:anywhere}
    details{margin:1rem 0}summary{cursor:pointer;color:var(--link);padding:.2rem 0}a{color:var(--link)}
    :focus-visible{outline:3px solid var(--supportive);outline-offset:2px}
    .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;padding:.3rem 0;color:var(--quiet)}
    th,td{padding:.3rem 1rem .3rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
    tbody th{font-weight:400;white-space:normal;min-width:11rem}td.text{white-space:normal;min-width:15rem;overflow-wrap:anywhere}
    .number{text-align:right}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:var(--quiet)}dd{margin:0}
    @media(max-width:32rem){body{font-size:16px}h1{font-size:1.5rem}.wide{display:none}
    .bar{grid-template-columns:1fr auto}.bar .name{text-align:left}.track{grid-row:2;grid-column:1/3}
    dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
    @page{margin:16mm 14mm}
    @media print{:root{--ground:#fff;--text:#000;--quiet:#333;--line:#bbb;--soft:#f4f4f4;--supportive:#2b6cb0;
    --critical:#c8752b;--neutral:#8a97a8;--ink:#3b2a1a;--volume:#718096;color-scheme:light}
    body{font-size:10.5pt}main{max-width:none;padding:0}h1{font-size:18pt;margin-top:0}h2{margin-top:1.4rem}
    h2,h3,caption,.legend,thead{break-after:avoid}.bars,.plot,blockquote,li,table{break-inside:avoid}
    details:not([open]),.download,summary{display:none}.scroll{overflow:visible}*{print-color-adjust:exact}}
    """
}
