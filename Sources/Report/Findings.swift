internal import Scoring
