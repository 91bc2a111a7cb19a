Feature: France

  Scenario: asks
    Then the capital is Paris

  Scenario Outline: asks again
    Then the capital is <capital>

    Examples:
      | capital |
      | Lyon    |
      | Nice    |
