"""What fills each page, and how one sees that it is filled: for the checks and pictures of all pages.

A page that is not named here is shown with nothing but its RBP. A new page adds a line to both.
"""

from core.rna_scan import link
from core.sequence import NamedRna

QUERIES = {
    "/": "",
    "/atlas": "rbp={rbp}&part=gc&n=8",
    "/data": "rbp={rbp}&part=models&model={rbp}",
    "/explore": "rbp={rbp}&sequence=GGAC{kmer}UUGCUUAA{kmer}CGUAAC",
    "/discover": "rbp={rbp}&k=4&n=50",
    "/scan": "rbp={rbp}&variants=utr1+46+{first}+{other}&open=1:20&rnas={rnas}",
    "/bench": "rbp={rbp}&c={kmer}@4&c={kmer}@4,{kmer}@11&c={kmer}@4,{kmer}@11,{kmer}@18",
}
SETTLED = {
    "/": "document.querySelector('.ag-row .small-logo')?.getBoundingClientRect().right < innerWidth",
    "/data": "document.querySelector('#models-logo .js-plotly-plot')?.layout?.shapes?.length",
    "/explore": "document.querySelector('#explore-stack .js-plotly-plot')?.layout?.shapes?.length",
    "/bench": "document.querySelector('.bench-figure .js-plotly-plot')?.data?.length",
    "/discover": "document.querySelector('.mutants')",
    "/atlas": "document.querySelector('.atlas .ag-row') && document.querySelector('.atlas-figure .main-svg')"
    " && !document.querySelector('.atlas .long-text')",
    "/scan": "document.querySelector('#scan-figure .js-plotly-plot')?.data?.length > 1"
    " && document.querySelector('#scan-window .js-plotly-plot')?.layout?.shapes?.length",
}
ASK = "Ask all RBPs", ".atlas-figure", "document.querySelector('#atlas-cost')?.innerText"
PRESSED = {
    "/atlas": ASK,
    "/discover": ("Scan", ".mutants", "document.querySelector('#discover-cost')?.innerText.includes('12,850')"),
    "/scan": (
        "Scan",
        "#scan-results:not(.empty)",
        "document.querySelector('#scan-cost')?.innerText.includes('predictions')",
    ),
}
"""Pages that answer only when asked: the button, what is there when it needs no press, as after another's, and how one
sees that the button belongs to this address: that of the page before it would ask something else."""


def address(path: str, rbp: str, kmer: str) -> str:
    """The address of a page with something on it."""
    own = f"GGACUUAGCAUUGCUAAGCAUCGGAUUACGCAUUAGGCAUUCGAA{kmer}UUAGCAUCAGGAUUCAGCAUUACGGAUUAGCAUUC"[:100]
    other = "C" if kmer[0] != "C" else "G"
    given = {"rbp": rbp, "kmer": kmer, "first": kmer[0], "other": other, "rnas": link.pack([NamedRna("utr1", own)])}
    query = QUERIES.get(path, "rbp={rbp}").format(**given)
    return f"{path}?{query}" if query else path


def wait(page, path: str, timeout: float | None = None) -> None:
    """Wait until the page is there and filled."""
    page.locator("h1").first.wait_for(timeout=timeout)
    page.wait_for_load_state("networkidle")
    if path in PRESSED:
        button, answer, is_this = PRESSED[path]
        page.wait_for_function(is_this, timeout=timeout)
        if not page.locator(answer).count():
            page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_function(SETTLED.get(path, "true"), timeout=timeout)
    page.wait_for_load_state("networkidle")
