"""Given names common in several countries, without accents and without those that are common words too."""

import unicodedata
from typing import Final

_NAMES: Final = """
aaron abdul abdullah abigail adam adele adrian adriana agnes agnieszka ahmad ahmed aisha alain alan albert alberto
alejandra alejandro alessandro alex alexander alexandra alexandre alexis alfred alfredo ali alice alicia alison
alistair allison amanda amelia amina amir amit amy ana anastasia anders andre andrea andreas andrei andres andrew
angela angelika anita anja ann anna anne annette annie anthony antoine anton antonella antonia antonio anya arjun
arnold arthur artur asha ashley astrid audrey axel ayesha barbara beata beatrice beatriz ben benjamin benoit bernard
bernd beth betty bianca birgit birgitte bjorn bob brandon brenda brian bridget bruno caitlin camila camille carina
carla carlo carlos carmen carol carolina caroline catalina caterina catherine cecilia celia charles charlotte chiara
chloe chris christian christiane christina christine christoph christopher cindy claire clara claude claudia claudio
clement colin concepcion connor cristian cristina cynthia daisuke dana daniel daniela danielle dariusz dave david
deborah denise dennis derek diana diane diego dieter dietmar dimitri dirk dmitri dolores dominic dominik dominique
donald donna dorothy douglas duncan edith eduardo edward edwin eileen elaine eleanor elena elisa elisabeth elise
elizabeth ella ellen elsa emil emilia emily emma emmanuel enrique enzo eric erik erika ernesto ernst esteban esther
ethan eugene eva evelyn ewa fabian fabio fatima fatma federica federico felipe felix fernanda fernando fiona florence
florian frances francesca francesco francis francisca francisco francois francoise frank franz fred frederic friedrich
gabriel gabriela gabriele gareth gary gavin geoffrey georg george georgia gerald gerard gerhard giacomo gianni gillian
giorgio giovanna giovanni giulia giuseppe gloria gordon grzegorz guillaume guillermo gunter gunther gustavo hanna
hannah hans harald harry hassan heather hector heidi heike heinz helen helena helga helmut henri henry herbert hermann
hiroshi horst howard hugo hussein ian ibrahim ignacio ines ingrid irene irina isabel isabella isabelle ivan jack
jackie jacob jacqueline jacques jaime jakob jakub james jamie jan jane janet janina janine jasmine jason javier jean
jeanne jeff jeffrey jennifer jens jeremy jerzy jessica jessie jesus jill jim joachim joan joanna joanne joao joaquin
joel johan johanna johannes john jonas jonathan jordan jorge jose josef josefa joseph josephine joshua juan juana
judith julia julian juliana julie julien juliette jurgen justin justyna kai karen karin karl karl-heinz karolina
katarina katarzyna kate katharina katherine kathleen kathryn katja katrin keith kelly kenji kenneth kerstin kevin
khaled kimberly kirsten klaus krzysztof kurt kyle larry lars laura lauren laurent lawrence leah leila lena leo leon
leonard leonardo leonie leonor leslie lewis liam linda lisa liz lorenzo louis louise luca lucas lucia lucie lucy luigi
luis luisa luise lukas luke lydia maddalena madeleine magdalena mahmoud malcolm malgorzata manfred manuel manuela marc
marcel marcela marcin marco marcos marcus margaret margarita maria mariam marian mariana marianne maribel marie marina
mario marion marisol marjorie markus marlene marta martha martin martina martine mary mateo mathilde matteo matthew
matthias maureen maurice mauricio max maximilian maya mehmet melanie melissa mercedes michael michaela michal michel
michele michelle miguel mikael mike mikhail milan miriam mohamed mohammad mohammed monica monika monique montserrat
muhammad mustafa nadia nadine nancy naomi natalia natalie nathalie nathan neil nicholas nick nicola nicolas nicole
niklas nikolai nina noah noemi nora norbert norma olaf oleg olga oliver olivia olivier omar oscar otto pablo paola
paolo pascal patricia patrick paul paula pauline paulo pavel pedro peggy penelope per peter petra philip philipp
philippe phillip pierre pilar piotr priya rachel rafael rahul rainer raj ralf ralph ramon raquel raul rebecca regina
reinhard renata renate rene ricardo riccardo richard rita robert roberta roberto rodrigo roger roland rolf ronald rosa
rosario rosemary rosie roxana rudiger rudolf ruth ryan sabine sabrina salma salvador samantha samuel sandra sandrine
santiago sara sarah sean sebastian sergei sergio sharon sheila shirley sibylle silke silvia simon simone sofia sonia
sophia sophie stefan stefania stefanie stella stephan stephanie stephen steve steven stuart sunita susan susana
susanne suzanne sven svetlana sylvia sylvie takashi tamara tania tanja tatiana teresa theresa therese thomas tiago tim
timothy tina tobias tom tomas tomasz tony torsten tracy ulrich ulrike ursula uwe valentina valeria valerie vanessa
vera veronica veronique vicente victor victoria vincent vincenzo viola virginia vivian vladimir walter wanda wendy
werner wilhelm william wojciech wolfgang xavier yasmin yolanda yuki yuri yusuf yvette yvonne zoe
"""
GIVEN_NAMES: Final = frozenset(_NAMES.split())


def is_given_name(word: str) -> bool:
    """Whether the word, or its part before a hyphen, is a given name that we know."""
    letters = unicodedata.normalize("NFKD", word.partition("-")[0].casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)) in GIVEN_NAMES
