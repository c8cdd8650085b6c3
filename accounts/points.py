"""What a member's points are made of: pure. The page of community rules explains it with these same numbers."""

from dataclasses import dataclass

PER_ANSWER = 10
PER_STORY = 30
PER_THREAD = 5
PER_POST = 5
PER_HELPFUL_VOTE = 5


@dataclass(frozen=True)
class Contributions:
    """What a member has published, and how often others said that it helped them (all counts)."""

    answers: int = 0
    stories: int = 0
    threads: int = 0
    posts: int = 0
    helpful_votes: int = 0

    def __add__(self, other: "Contributions") -> "Contributions":
        """Those of two rooms together."""
        return Contributions(
            answers=self.answers + other.answers,
            stories=self.stories + other.stories,
            threads=self.threads + other.threads,
            posts=self.posts + other.posts,
            helpful_votes=self.helpful_votes + other.helpful_votes,
        )

    @property
    def points(self) -> int:
        return (
            PER_ANSWER * self.answers
            + PER_STORY * self.stories
            + PER_THREAD * self.threads
            + PER_POST * self.posts
            + PER_HELPFUL_VOTE * self.helpful_votes
        )
