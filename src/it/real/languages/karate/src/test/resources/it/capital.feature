Feature: The capital

  Scenario: A single question
    Given url java.lang.System.getProperty('recorder.openai.url')
    And path 'chat', 'completions'
    And request { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'The capital in Karate?' }] }
    When method post
    Then status 200
    And match response.choices[0].message.content == 'Paris'
