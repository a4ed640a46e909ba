"""How good the summaries are: the product beside baselines and peers, at equal length, against references.

    for each row:  document -> Article -> every System at one word budget -> Measures      table.py adds them up

Each system may use as many words as the row's reference has, in whole sentences (`within_budget` has the rule, one
for all). All choose among the same sentences: those of the repaired text, without its headings.
"""

from gistmill.evaluate.article import Article
from gistmill.evaluate.baselines import LEAD, LEAD_3
from gistmill.evaluate.lexrank import LEXRANK
from gistmill.evaluate.measures import Measures
from gistmill.evaluate.measuring import Evaluation, Settings, measure_systems
from gistmill.evaluate.peers import sumy_peers
from gistmill.evaluate.product import product_systems
from gistmill.evaluate.rows import Columns, Row, read_rows
from gistmill.evaluate.system import System, within_budget
from gistmill.evaluate.table import Figures, evaluation_json, evaluation_text

__all__ = [
    "LEAD",
    "LEAD_3",
    "LEXRANK",
    "Article",
    "Columns",
    "Evaluation",
    "Figures",
    "Measures",
    "Row",
    "Settings",
    "System",
    "evaluation_json",
    "evaluation_text",
    "measure_systems",
    "product_systems",
    "read_rows",
    "sumy_peers",
    "within_budget",
]
