from markup.outline import outline, pictures

TEXT = """\
Before any heading.

## Signs

These are common: [1]

- a fever [2]
- **a rash** that {check} comes and goes

::: care-urgent Call if:
- you faint
:::

### In children

::: pair
One
: Is this. [3]
:::
"""


def test_sections_hold_the_words_below_their_heading():
    first, signs, children = outline(TEXT)
    assert (first.heading, first.level) == ("", 1)
    assert (signs.heading, signs.level) == ("Signs", 2)
    assert (children.heading, children.level) == ("In children", 3)


def test_blocks_know_their_kind_card_and_citations():
    _first, signs, children = outline(TEXT)
    assert [(block.kind, block.card) for block in signs.blocks] == [
        ("paragraph", ""),
        ("item", ""),
        ("item", ""),
        ("title", "care-urgent"),
        ("item", "care-urgent"),
    ]
    assert [block.kind for block in children.blocks] == ["term", "item"]
    assert (signs.cited, children.cited) == ({1, 2}, {3})
    assert signs.blocks[0].words == "These are common:"


def test_block_knows_whether_a_list_follows():
    _first, signs, _children = outline(TEXT)
    assert [block.leads_to_list for block in signs.blocks] == [True, False, False, True, False]


def test_text_that_cannot_be_rendered_has_an_outline():
    assert [section.level for section in outline("# One\n\nA.\n\n#### Four\n\nB.")] == [1, 4]


def test_empty_text_has_no_section():
    assert outline("") == ()


def test_pictures_are_listed_with_their_description():
    (picture,) = pictures("Here: ![A *cell*](/media/pictures/x.webp)")
    assert (picture.address, picture.description) == ("/media/pictures/x.webp", "A *cell*")
