Feature: Italy

  Scenario: asks
    Then the capital is Rome

  Scenario: was recorded before ids were unique
    Then the capital is Turin
