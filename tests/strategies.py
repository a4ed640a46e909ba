"""Texts that hypothesis draws: anything at all, and texts made of lines as documents have them."""

from hypothesis import strategies as st

any_text = st.text(max_size=400)

_words = st.sampled_from(
    "the group met in Beijing on May 26 with 25 leaders and did not agree — “yes” 3.5% U.S.".split()
)
_sentence = st.lists(_words, min_size=3, max_size=25).map(lambda words: " ".join(words).capitalize() + ".")
_paragraph = st.lists(_sentence, min_size=1, max_size=6).map(" ".join)
_heading = st.lists(_words, min_size=2, max_size=6).map(lambda words: " ".join(words).title())
documents = st.lists(st.one_of(_paragraph, _paragraph, _heading), min_size=1, max_size=12).map("\n\n".join)
