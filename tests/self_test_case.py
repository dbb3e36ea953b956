"""Self-tests of any number of points."""

from .common import ReactivationCase


class SelfTestCase(ReactivationCase):
    """Tests begun and submitted by somebody, with as many points as wanted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Test = cls.env["reactivation.self.test"]

    @classmethod
    def choices(cls, points):
        """One answer per question of the shipped key, this many points together."""
        questions = cls.Test._questions()
        # two points seven times at most make up any remainder of five
        twos = next(n for n in range(16) if (points - 2 * n) % 5 == 0)
        fives = (points - 2 * twos) // 5
        values = [5] * fives + [2] * twos + [0] * (15 - fives - twos)
        return [
            question.choice_ids.filtered(lambda choice, v=value: choice.points == v)
            for question, value in zip(questions, values, strict=True)
        ]

    @classmethod
    def begin(cls, points, user=None, **values):
        """A test with all questions answered, not submitted yet."""
        user = user or cls.env.user
        test = cls.Test.with_user(user).with_company(user.company_id).create(values)
        for choice in cls.choices(points):
            answer = test.answer_ids.filtered(
                lambda a, q=choice.question_id: a.question_id == q
            )
            answer.choice_id = choice.id
        return test.with_env(cls.env)

    @classmethod
    def take(cls, points, user=None, **values):
        """A submitted test with this many points."""
        test = cls.begin(points, user, **values)
        test.with_user(user or cls.env.user).action_submit()
        cls.env.flush_all()  # as at the end of the request
        return test
